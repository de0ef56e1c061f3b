using System.Buffers.Text;
using Azure;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>A page of a listing in the making: blobs in the order of their names and, with a delimiter, the prefixes in between.</summary>
internal sealed class BlobPage
{
    private const string TokenStart = "1!";

    private readonly byte[] _prefix;
    private readonly string? _delimiter;
    private readonly int _prefixLength;
    private readonly int _size;
    private readonly List<Entry> _entries = [];
    private bool _more;

    public BlobPage(string? prefix, string? delimiter, string? token, int? size)
    {
        if (size <= 0) throw BlobErrors.PageSize();
        _prefix = OrdinalText.ToBytes(prefix ?? "");
        _prefixLength = prefix?.Length ?? 0;
        _delimiter = string.IsNullOrEmpty(delimiter) ? null : delimiter;
        _size = Math.Min(size ?? BlobRules.MaxPageSize, BlobRules.MaxPageSize);
        Place = string.IsNullOrEmpty(token) ? _prefix : Parse(token);
    }

    /// <summary>Where the next entry is looked for.</summary>
    public byte[] Place { get; private set; }

    /// <summary>Takes the first blob at the place and moves on; false when there is nothing more for this page.</summary>
    public bool Take(BlobRecord blob)
    {
        var name = OrdinalText.ToBytes(blob.Name);
        if (!name.AsSpan().StartsWith(_prefix)) return false;
        if (_entries.Count == _size)
        {
            _more = true;
            return false;
        }

        var end = _delimiter is null ? -1 : blob.Name.IndexOf(_delimiter, _prefixLength, StringComparison.Ordinal);
        if (end < 0)
        {
            _entries.Add(new Entry(null, blob));
            Place = [.. name, 0];
        }
        else
        {
            // 0xFF is above all that can follow: what shares this prefix is passed over at once.
            var shared = blob.Name[..(end + _delimiter!.Length)];
            _entries.Add(new Entry(shared, null));
            Place = [.. OrdinalText.ToBytes(shared), 0xFF];
        }

        return true;
    }

    public Page<T> As<T>(Converter<Entry, T> convert)
        where T : notnull =>
        Page<T>.FromValues(_entries.ConvertAll(convert), _more ? TokenStart + Base64Url.EncodeToString(Place) : null, new StoreResponse(200));

    private static byte[] Parse(string token) =>
        token.StartsWith(TokenStart, StringComparison.Ordinal) && Base64Url.IsValid(token.AsSpan(TokenStart.Length))
            ? Base64Url.DecodeFromChars(token.AsSpan(TokenStart.Length))
            : throw BlobErrors.Marker();

    /// <summary>Either a blob or a prefix that several may share.</summary>
    internal sealed record Entry(string? Prefix, BlobRecord? Blob);
}
