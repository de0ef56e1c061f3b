using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Kling;

/// <summary>Kling's refusals: each code with its HTTP status and its words.</summary>
internal static class KlingErrors
{
    private static readonly Dictionary<int, (int Status, string Message)> _codes = new()
    {
        [1000] = (401, "Authentication failed"),
        [1001] = (401, "Authorization is empty"),
        [1002] = (401, "Authorization is invalid"),
        [1003] = (401, "Authorization is not valid yet"),
        [1004] = (401, "Authorization has expired"),
        [1100] = (429, "Account exception"),
        [1101] = (429, "Account in arrears"),
        [1102] = (429, "Account balance not enough"),
        [1103] = (403, "Unauthorized access to the requested resource"),
        [1200] = (400, "Invalid request parameters"),
        [1201] = (400, "Invalid parameters"),
        [1202] = (404, "The requested method is invalid"),
        [1203] = (404, "The requested resource does not exist"),
        [1300] = (400, "The request triggers the strategy of the platform"),
        [1301] = (400, "The request content triggers the security policy of the platform"),
        [1302] = (429, "API request too frequent"),
        [1303] = (429, "parallel task over resource pack limit"),
        [1304] = (429, "The IP is not on the allow list"),
        [5000] = (500, "Server internal error"),
        [5001] = (503, "Server temporarily unavailable"),
        [5002] = (504, "Server internal timeout"),
    };

    public static IResult Refuse(int code, string? message = null) => Results.Json(Body(code, message), statusCode: _codes[code].Status);

    public static JsonObject Body(int code, string? message = null) => new()
    {
        ["code"] = code,
        ["message"] = message ?? (_codes.TryGetValue(code, out var known) ? known.Message : "Unknown error"),
        ["request_id"] = Guid.NewGuid().ToString(),
    };

    /// <summary>The usual one of a status.</summary>
    public static int CodeOf(int status) => status switch
    {
        401 => 1004,
        403 => 1103,
        404 => 1203,
        429 => 1302,
        503 => 5001,
        504 => 5002,
        >= 500 => 5000,
        _ => 1200,
    };
}
