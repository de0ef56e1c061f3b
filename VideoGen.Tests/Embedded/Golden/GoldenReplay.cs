using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VideoGen.Tests.Embedded.Golden;

/// <summary>Sends recorded requests to a running host and compares the answers.</summary>
internal sealed partial class GoldenReplay(HttpClient http)
{
    /// <summary>Headers whose absence matters as well.</summary>
    private static readonly string[] Telling = ["WWW-Authenticate", "Location", "Retry-After", "x-ms-continuation-token", "X-Own", "Accept-Ranges", "ETag"];

    /// <summary>The texts, types and stacks of the host's own exceptions; ours are others, and the stack stays inside.</summary>
    private static readonly string[] OfExceptions = ["ExceptionMessage", "ExceptionType", "StackTrace"];

    /// <summary>What differs, one line each; none when all is as recorded. Names found in the answer are learned.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(GoldenCase recorded, Placeholders placeholders)
    {
        using var request = RequestFor(recorded.Request, placeholders);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        placeholders.Learn("continuation", response.Headers.TryGetValues("x-ms-continuation-token", out var token) ? token.Single() : null);
        if (StartedId().Match(body) is { Success: true } started) placeholders.Learn("id", started.Groups[1].Value);
        return
        [
            .. Compare("status", recorded.Response.Status.ToString(CultureInfo.InvariantCulture), ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), placeholders),
            .. Headers(recorded.Response, response, placeholders),
            .. Body(recorded.Response, body, placeholders),
        ];
    }

    private HttpRequestMessage RequestFor(GoldenRequest recorded, Placeholders placeholders)
    {
        var uri = new Uri(http.BaseAddress!.GetLeftPart(UriPartial.Authority) + placeholders.Fill(recorded.Path), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(recorded.Method), uri);
        var headers = recorded.Headers ?? new Dictionary<string, string>();
        if (recorded.Body is { } body)
        {
            request.Content = Content(body);
            request.Content.Headers.ContentType = headers.TryGetValue("Content-Type", out var type) ? MediaTypeHeaderValue.Parse(type) : null;
            request.Headers.ExpectContinue = request.Content.Headers.ContentLength > 1_000_000;
        }

        foreach (var (name, value) in headers)
        {
            if (name != "Content-Type") request.Headers.TryAddWithoutValidation(name, placeholders.Fill(value));
        }

        return request;
    }

    private static ByteArrayContent Content(string body) =>
        body.EndsWith(" bytes}", StringComparison.Ordinal)
            ? new ByteArrayContent(new byte[int.Parse(body[1..^" bytes}".Length], CultureInfo.InvariantCulture)])
            : new ByteArrayContent(Encoding.UTF8.GetBytes(body));

    private static IEnumerable<string> Headers(GoldenResponse recorded, HttpResponseMessage response, Placeholders placeholders)
    {
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var expected = recorded.Headers.SelectMany(header => all.TryGetValue(header.Key, out var value)
            ? Compare(header.Key, header.Value, value, placeholders)
            : [$"{header.Key}: expected {header.Value}, found none"]);
        var unexpected = Telling.Where(name => all.ContainsKey(name) && !recorded.Headers.ContainsKey(name)).Select(name => $"{name}: expected none, found {all[name]}");
        return expected.Concat(unexpected);
    }

    private static IEnumerable<string> Body(GoldenResponse recorded, string body, Placeholders placeholders)
    {
        if (recorded.Body.ValueKind == JsonValueKind.Null && !(recorded.Headers.TryGetValue("Content-Type", out var type) && type.Contains("json")))
        {
            return body.Length == 0 ? [] : [$"body: expected none, found {body}"];
        }

        if (recorded.BodyIsText) return Compare("body", recorded.Body.GetString()!, body, placeholders);
        try
        {
            using var actual = JsonDocument.Parse(body.Length == 0 ? "null" : body);
            return CompareJson("body", recorded.Body, actual.RootElement, placeholders).ToList();
        }
        catch (JsonException)
        {
            return [$"body: expected JSON, found {body}"];
        }
    }

    private static IEnumerable<string> CompareJson(string path, JsonElement expected, JsonElement actual, Placeholders placeholders)
    {
        if (expected.ValueKind == JsonValueKind.String && actual.ValueKind is JsonValueKind.String or JsonValueKind.Number)
        {
            return Compare(path, expected.GetString()!, actual.ToString(), placeholders);
        }

        if (expected.ValueKind != actual.ValueKind) return [$"{path}: expected {expected}, found {actual}"];
        return expected.ValueKind switch
        {
            JsonValueKind.Object => CompareObjects(path, expected, actual, placeholders),
            JsonValueKind.Array when expected.GetArrayLength() == actual.GetArrayLength() =>
                expected.EnumerateArray().Zip(actual.EnumerateArray()).SelectMany((pair, i) => CompareJson($"{path}[{i}]", pair.First, pair.Second, placeholders)),
            JsonValueKind.Array => [$"{path}: expected {expected.GetArrayLength()} items, found {actual}"],
            _ => Compare(path, expected.ToString(), actual.ToString(), placeholders),
        };
    }

    private static IEnumerable<string> CompareObjects(string path, JsonElement expected, JsonElement actual, Placeholders placeholders)
    {
        var differences = expected.EnumerateObject().Where(property => !OfExceptions.Contains(property.Name)).SelectMany(property => actual.TryGetProperty(property.Name, out var value)
            ? CompareJson($"{path}.{property.Name}", property.Value, value, placeholders)
            : [$"{path}.{property.Name}: expected {property.Value}, found none"]);
        var more = actual.EnumerateObject().Where(property => !expected.TryGetProperty(property.Name, out _) && !OfExceptions.Contains(property.Name)).Select(property => $"{path}.{property.Name}: expected none, found {property.Value}");
        return differences.Concat(more);
    }

    private static IEnumerable<string> Compare(string what, string expected, string actual, Placeholders placeholders) =>
        placeholders.Fits(expected, actual) ? [] : [$"{what}: expected {expected}, found {actual}"];

    [GeneratedRegex("^{\"id\":\"([^\"]+)\"")]
    private static partial Regex StartedId();
}
