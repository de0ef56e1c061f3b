using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>The stored form of a history row: a version byte, then each event as kind, mask of members, time and members.</summary>
internal static class HistoryCodec
{
    private const byte Version = 1;

    [Flags]
    private enum Members : byte
    {
        None = 0,
        TaskId = 1,
        Name = 2,
        Data = 4,
        InstanceId = 8,
        FireAt = 16,
        Failure = 32,
    }

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    public static byte[] Encode(IReadOnlyList<HistoryEvent> events)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        WriteByte(buffer, Version);
        foreach (var entry in events)
        {
            Write(buffer, entry);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static List<HistoryEvent> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version) throw new InvalidDataException("A history row has an unknown format.");
        List<HistoryEvent> events = [];
        bytes = bytes[1..];
        while (!bytes.IsEmpty)
        {
            events.Add(Read(ref bytes));
        }

        return events;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, HistoryEvent entry)
    {
        var members = (entry.TaskId >= 0 ? Members.TaskId : 0)
            | (entry.Name is null ? 0 : Members.Name)
            | (entry.Data is null ? 0 : Members.Data)
            | (entry.InstanceId is null ? 0 : Members.InstanceId)
            | (entry.FireAt is null ? 0 : Members.FireAt)
            | (entry.Failure is null ? 0 : Members.Failure);
        WriteByte(buffer, (byte)entry.Kind);
        WriteByte(buffer, (byte)members);
        WriteTime(buffer, entry.Timestamp);
        if (entry.TaskId >= 0) WriteNumber(buffer, (uint)entry.TaskId);
        if (entry.Name is { } name) WriteText(buffer, name);
        if (entry.Data is { } data) WriteText(buffer, data);
        if (entry.InstanceId is { } instanceId) WriteText(buffer, instanceId);
        if (entry.FireAt is { } fireAt) WriteTime(buffer, fireAt);
        if (entry.Failure is { } failure) WriteText(buffer, WriteFailure(failure));
    }

    private static HistoryEvent Read(ref ReadOnlySpan<byte> bytes)
    {
        var kind = (EventKind)bytes[0];
        var members = (Members)bytes[1];
        bytes = bytes[2..];
        return new HistoryEvent(kind, ReadTime(ref bytes))
        {
            TaskId = members.HasFlag(Members.TaskId) ? (int)ReadNumber(ref bytes) : -1,
            Name = members.HasFlag(Members.Name) ? ReadText(ref bytes) : null,
            Data = members.HasFlag(Members.Data) ? ReadText(ref bytes) : null,
            InstanceId = members.HasFlag(Members.InstanceId) ? ReadText(ref bytes) : null,
            FireAt = members.HasFlag(Members.FireAt) ? ReadTime(ref bytes) : null,
            Failure = members.HasFlag(Members.Failure) ? ReadFailure(ReadText(ref bytes)) : null,
        };
    }

    internal static string WriteFailure(TaskFailureDetails failure) => JsonSerializer.Serialize(failure);

    /// <summary>A failure as stored beside the instance.</summary>
    internal static TaskFailureDetails? ReadFailure(string? json) => json is null ? null : JsonSerializer.Deserialize<TaskFailureDetails>(json);

    private static void WriteByte(ArrayBufferWriter<byte> buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> buffer, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            WriteByte(buffer, (byte)(value | 0x80));
        }

        WriteByte(buffer, (byte)value);
    }

    private static void WriteTime(ArrayBufferWriter<byte> buffer, DateTime value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value.Ticks);
        buffer.Advance(8);
    }

    private static void WriteText(ArrayBufferWriter<byte> buffer, string value)
    {
        WriteNumber(buffer, (uint)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, buffer);
    }

    private static uint ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    private static DateTime ReadTime(ref ReadOnlySpan<byte> bytes)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes = bytes[8..];
        return new DateTime(ticks, DateTimeKind.Utc);
    }

    private static string ReadText(ref ReadOnlySpan<byte> bytes)
    {
        var length = (int)ReadNumber(ref bytes);
        var text = Encoding.UTF8.GetString(bytes[..length]);
        bytes = bytes[length..];
        return text;
    }
}
