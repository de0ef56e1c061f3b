using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VideoGen.Embedded.Management;

/// <summary>The shapes of an answer: nothing, a message, JSON.</summary>
internal static class Answers
{
    private const string Json = "application/json; charset=utf-8";

    // As Azure's host writes it: addresses keep their ampersands, texts their letters.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task EmptyAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static Task MessageAsync(HttpContext http, int status, string message, Exception? cause = null) => JsonAsync(http, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("Message", message);
        if (cause is not null)
        {
            json.WriteString("ExceptionMessage", cause.Message);
            json.WriteString("ExceptionType", cause.GetType().FullName);
        }

        json.WriteEndObject();
    });

    /// <summary>Text that is JSON already.</summary>
    public static async Task JsonAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = Json;
        http.Response.ContentLength = json.Length;
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }

    /// <summary>Writes JSON into memory first, so that a failure can still be answered as one.</summary>
    public static Task JsonAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            write(writer);
        }

        return JsonAsync(http, status, buffer.ToArray());
    }
}
