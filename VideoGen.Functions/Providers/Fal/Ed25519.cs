using System.Numerics;
using System.Security.Cryptography;

namespace VideoGen.Functions.Providers.Fal;

/// <summary>Verifies Ed25519 signatures (RFC 8032, section 5.1.7), which .NET has no public class for.</summary>
/// <remarks>Everything it works on is public, so nothing here has to take the same time for every input. It cannot sign.</remarks>
internal static class Ed25519
{
    public const int PublicKeyLength = 32;
    public const int SignatureLength = 64;

    private static readonly BigInteger _p = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger _order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    private static readonly BigInteger _d = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger _rootOfMinusOne = BigInteger.ModPow(2, (_p - 1) / 4, _p);
    private static readonly Point _base = Decompress(Bytes(Mod(4 * Inverse(5))))!;

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyLength || signature.Length != SignatureLength) return false;

        var s = Number(signature[32..]);
        if (s >= _order || Decompress(publicKey) is not { } key) return false;

        var k = Number(SHA512.HashData([.. signature[..32], .. publicKey, .. message])) % _order;
        // S * B = R + k * A, so that R is what is left of it.
        return Compress(Multiply(s, _base).Plus(Multiply(k, key.Negated()))).AsSpan().SequenceEqual(signature[..32]);
    }

    private static Point Multiply(BigInteger factor, Point point)
    {
        var sum = Point.Zero;
        for (var bit = (int)factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = sum.Plus(sum);
            if (!(factor >> bit).IsEven)
            {
                sum = sum.Plus(point);
            }
        }

        return sum;
    }

    /// <summary>Null when these bytes are no point in the one spelling a point has.</summary>
    private static Point? Decompress(ReadOnlySpan<byte> bytes)
    {
        var number = Number(bytes);
        var (y, isOdd) = (number & ((BigInteger.One << 255) - 1), !(number >> 255).IsZero);
        if (y >= _p) return null;

        // From the curve's equation: x² = (y² - 1) / (d y² + 1).
        var square = Mod((y * y - 1) * Inverse(Mod((_d * y * y) + 1)));
        var x = BigInteger.ModPow(square, (_p + 3) / 8, _p);
        if (Mod(x * x) != square)
        {
            x = Mod(x * _rootOfMinusOne);
        }

        if (Mod(x * x) != square || (x.IsZero && isOdd)) return null;

        x = x.IsEven == isOdd ? _p - x : x;
        return new(x, y, BigInteger.One, Mod(x * y));
    }

    private static byte[] Compress(Point point)
    {
        var inverse = Inverse(point.Z);
        var (x, y) = (Mod(point.X * inverse), Mod(point.Y * inverse));
        return Bytes(x.IsEven ? y : y | (BigInteger.One << 255));
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(number, _p - 2, _p);

    private static BigInteger Mod(BigInteger number) => number % _p is var rest && rest.Sign < 0 ? rest + _p : rest;

    /// <summary>A point in extended coordinates: x = X / Z, y = Y / Z, x y = T / Z.</summary>
    private sealed record Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
    {
        public static readonly Point Zero = new(0, 1, 1, 0);

        public Point Negated() => new(_p - X, Y, Z, _p - T);

        public Point Plus(Point other)
        {
            var a = (Y - X) * (other.Y - other.X) % _p;
            var b = (Y + X) * (other.Y + other.X) % _p;
            var c = T * 2 * _d % _p * other.T % _p;
            var d = Z * 2 * other.Z % _p;
            var (e, f, g, h) = (b - a, d - c, d + c, b + a);
            return new(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
        }
    }
}
