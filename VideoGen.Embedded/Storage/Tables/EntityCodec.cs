using System.Buffers.Binary;
using System.Text;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>The properties of an entity as bytes: name, type, length and value, one after another.</summary>
internal static class EntityCodec
{
    private enum Kind : byte
    {
        Text,
        Int32,
        Int64,
        Double,
        Boolean,
        Moment,
        Guid,
        Binary,
    }

    public static byte[] Encode(Dictionary<string, object> properties)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var (name, value) in properties)
        {
            writer.Write(name);
            var (kind, bytes) = Encode(value);
            writer.Write((byte)kind);
            writer.Write7BitEncodedInt(bytes.Length);
            writer.Write(bytes);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static Dictionary<string, object> Decode(ReadOnlySpan<byte> body)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        while (!body.IsEmpty)
        {
            var name = Encoding.UTF8.GetString(Next(ref body));
            var kind = NextKind(ref body);
            properties.Add(name, Decode(kind, Next(ref body)));
        }

        return properties;
    }

    /// <summary>One property's value, found without building the others.</summary>
    public static object? Find(ReadOnlySpan<byte> body, ReadOnlySpan<byte> utf8Name)
    {
        while (!body.IsEmpty)
        {
            var found = Next(ref body).SequenceEqual(utf8Name);
            var kind = NextKind(ref body);
            var value = Next(ref body);
            if (found) return Decode(kind, value);
        }

        return null;
    }

    private static (Kind Kind, byte[] Bytes) Encode(object value) => value switch
    {
        string text => (Kind.Text, OrdinalText.ToBytes(text)),
        int number => (Kind.Int32, Int64(number)),
        long number => (Kind.Int64, Int64(number)),
        double number => (Kind.Double, Int64(BitConverter.DoubleToInt64Bits(number))),
        bool flag => (Kind.Boolean, [flag ? (byte)1 : (byte)0]),
        DateTimeOffset moment => (Kind.Moment, Int64(moment.UtcTicks)),
        Guid guid => (Kind.Guid, guid.ToByteArray()),
        byte[] bytes => (Kind.Binary, bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "No table stores this type."),
    };

    private static object Decode(Kind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        Kind.Text => OrdinalText.ToText(bytes),
        Kind.Int32 => (int)Int64(bytes),
        Kind.Int64 => Int64(bytes),
        Kind.Double => BitConverter.Int64BitsToDouble(Int64(bytes)),
        Kind.Boolean => bytes[0] != 0,
        Kind.Moment => new DateTimeOffset(Int64(bytes), TimeSpan.Zero),
        Kind.Guid => new Guid(bytes),
        Kind.Binary => bytes.ToArray(),
        _ => throw new InvalidDataException($"A stored entity has a property of the unknown kind {kind}."),
    };

    private static byte[] Int64(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    private static long Int64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private static Kind NextKind(ref ReadOnlySpan<byte> body)
    {
        var kind = (Kind)body[0];
        body = body[1..];
        return kind;
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> body)
    {
        int length = 0, shift = 0, at = 0;
        byte part;
        do
        {
            part = body[at++];
            length |= (part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80);

        var bytes = body.Slice(at, length);
        body = body[(at + length)..];
        return bytes;
    }
}
