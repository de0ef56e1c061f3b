using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The gallery's query: filters, page size, and the token to go on with.</summary>
public static class GalleryQuery
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;
    private const string After = "after";

    private static readonly string[] Statuses = Words<JobStatus>();
    private static readonly string[] Modes = Words<Mode>();
    private static readonly string[] Known = ["status", "style", "platform", "provider", "mode", "tag", "text", "post", "group", "limit", After];

    public static (JobFilter Filter, string? After, int Limit) Read(IQueryCollection query)
    {
        // "code" is the key.
        var faults = query.Keys.Where(name => !Known.Contains(name) && name != "code").Select(name => new FieldError(name, "is not a known filter."))
            .Concat(query.Where(field => field.Value.Count > 1).Select(field => new FieldError(field.Key, "is given twice.")))
            .Concat(NotAmong("status", Statuses)).Concat(NotAmong("mode", Modes))
            .ToList();
        if (faults.Count > 0) throw Errors.InvalidRequest(faults);

        return (new(One("status") is { } status ? [status] : null, One("style"), One("platform"), One("provider"), One("mode"), One("tag"), One("text"), One("post"), One("group")), ReadToken(One(After)), ReadLimit(One("limit")));

        string? One(string name) => query[name] is [{ Length: > 0 } value] ? value : null;

        IEnumerable<FieldError> NotAmong(string name, string[] words) =>
            One(name) is { } value && !words.Contains(value) ? [new(name, $"must be one of {string.Join(", ", words)}.")] : [];
    }

    public static string TokenOf(string lastId) => Convert.ToBase64String(Encoding.ASCII.GetBytes(lastId)).TrimEnd('=');

    /// <summary>The same query, from a token on.</summary>
    public static string With(IQueryCollection query, string token) => QueryString.Create(
        query.Where(field => field.Key is not (After or "code")).Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())!)
            .Append(new(After, token))!).ToString();

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => StoreJson.Write(value).Trim('"'))];

    private static int ReadLimit(string? text) =>
        text is null ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestLimit ? limit
        : throw Errors.InvalidRequest("limit", $"must be a whole number from 1 to {LargestLimit}.");

    private static string? ReadToken(string? token)
    {
        if (token is null) return null;

        var bytes = new byte[token.Length];
        var padded = token.PadRight((token.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var length) && JobId.TryParse(Encoding.ASCII.GetString(bytes, 0, length)) is { } id
            ? id.Value
            : throw Errors.InvalidRequest(After, "is not a token of this service.");
    }
}
