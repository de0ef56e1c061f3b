using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoGen.Embedded.Storage;

/// <summary>What the service would have answered: a status and the headers that callers read.</summary>
internal sealed class StoreResponse(int status, params (string Name, string Value)[] headers) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => ReasonPhrases.GetReasonPhrase(status);

    public override bool IsError => status >= 400;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public static StoreResponse WithETag(int status, ETag etag) => new(status, ("ETag", etag.ToString("H")));

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Name, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = Array.Find(headers, header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
