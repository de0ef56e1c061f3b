using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace VideoGen.ProviderSim.Fal;

/// <summary>Signs as fal does, by Ed25519 (RFC 8032). For a simulator: it takes its time, and lets others measure it.</summary>
internal sealed class FalSigner
{
    private static readonly BigInteger _p = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger _order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    private static readonly BigInteger _d = -121665 * BigInteger.ModPow(121666, _p - 2, _p) % _p;
    private static readonly (BigInteger X, BigInteger Y)[] _doublings = Doublings();

    private readonly BigInteger _secret;
    private readonly byte[] _prefix;
    private readonly byte[] _publicKey;

    /// <param name="seed">32 bytes, the private key.</param>
    public FalSigner(byte[] seed)
    {
        var hash = SHA512.HashData(seed);
        hash[0] &= 0b1111_1000;
        hash[31] = (byte)((hash[31] & 0b0111_1111) | 0b0100_0000);
        _secret = Number(hash.AsSpan(0, 32));
        _prefix = hash[32..];
        _publicKey = Multiply(_secret);
    }

    /// <summary>As the <c>x</c> of a JSON Web Key.</summary>
    public string PublicKey => Base64Url.EncodeToString(_publicKey);

    public static FalSigner New() => new(RandomNumberGenerator.GetBytes(32));

    public byte[] Sign(byte[] message)
    {
        var nonce = Number(SHA512.HashData([.. _prefix, .. message])) % _order;
        var r = Multiply(nonce);
        var k = Number(SHA512.HashData([.. r, .. _publicKey, .. message]));
        return [.. r, .. Bytes((nonce + (k * _secret)) % _order)];
    }

    // The base point times a number, in the form in which points are written.
    private static byte[] Multiply(BigInteger factor)
    {
        var (x, y) = (BigInteger.Zero, BigInteger.One);
        for (var bit = 0; bit < _doublings.Length; bit++)
        {
            if (!(factor >> bit).IsEven)
            {
                (x, y) = Add((x, y), _doublings[bit]);
            }
        }

        return Bytes(y | ((x & 1) << 255));
    }

    private static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
    {
        var product = _d * a.X * b.X * a.Y * b.Y % _p;
        // One inversion for both denominators.
        var inverse = BigInteger.ModPow((((1 - (product * product)) % _p) + _p) % _p, _p - 2, _p);
        var x = ((a.X * b.Y) + (b.X * a.Y)) * (1 - product) % _p * inverse % _p;
        var y = ((a.Y * b.Y) + (a.X * b.X)) * (1 + product) % _p * inverse % _p;
        return (x.Sign < 0 ? x + _p : x, y.Sign < 0 ? y + _p : y);
    }

    private static (BigInteger, BigInteger)[] Doublings()
    {
        var points = new (BigInteger, BigInteger)[256];
        points[0] = (
            BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202", CultureInfo.InvariantCulture),
            BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960", CultureInfo.InvariantCulture));
        for (var at = 1; at < points.Length; at++)
        {
            points[at] = Add(points[at - 1], points[at - 1]);
        }

        return points;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}
