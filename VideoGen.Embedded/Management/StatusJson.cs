using System.Globalization;
using System.Text.Json;
using VideoGen.Embedded.Durable;

namespace VideoGen.Embedded.Management;

/// <summary>The status object, with exactly the names and the order of the real one.</summary>
internal static class StatusJson
{
    public static void Write(Utf8JsonWriter json, InstanceState state, bool showInput, HistoryJson? history)
    {
        json.WriteStartObject();
        json.WriteString("name", state.Name);
        json.WriteString("instanceId", state.Id);
        json.WriteString("runtimeStatus", state.Status.ToString());
        json.WritePayload("input", showInput ? state.Input : null);
        json.WritePayload("customStatus", state.CustomStatus);
        json.WritePayload("output", state.Output);
        json.WriteString("createdTime", ToTheSecond(state.Created));
        json.WriteString("lastUpdatedTime", ToTheSecond(state.Updated));
        history?.Write(json);
        json.WriteEndObject();
    }

    /// <summary>JSON as it is; text that is not JSON as a string; nothing as null.</summary>
    public static void WritePayload(this Utf8JsonWriter json, string name, string? payload)
    {
        json.WritePropertyName(name);
        if (payload is null)
        {
            json.WriteNullValue();
        }
        else if (IsJson(payload))
        {
            json.WriteRawValue(payload, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(payload);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string ToTheSecond(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
