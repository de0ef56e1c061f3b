using System.Text.Json;
using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Runway;

/// <summary>Reads a submit's body: which model it is for and what is wrong with it.</summary>
internal static class RunwayBody
{
    public static bool TryParse(string text, out JsonElement body)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            body = document.RootElement.Clone();
            return body.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            body = default;
            return false;
        }
    }

    public static RunwayModel? Model(string path, JsonElement body, IReadOnlySet<string> retired) =>
        body.TryGetProperty("model", out var name) && name.ValueKind == JsonValueKind.String
            ? RunwayModel.All.FirstOrDefault(model => model.Path == path && model.Name == name.GetString() && !retired.Contains(model.Name))
            : null;

    public static JsonArray Issues(RunwayModel? model, JsonElement body)
    {
        if (model is null)
        {
            return [RunwayFields.UnknownModel()];
        }

        var issues = model.Fields.SelectMany(field => field.Check(body.TryGetProperty(field.Name, out var value) ? value : default)).ToList();
        var unknown = body.EnumerateObject().Select(member => member.Name).Where(name => name != "model" && model.Fields.All(field => field.Name != name)).ToList();
        if (unknown is not [])
        {
            issues.Add(RunwayFields.UnknownKeys(unknown));
        }

        return new JsonArray([.. issues]);
    }

    /// <summary>Every URI the body names, wherever it stands.</summary>
    public static IEnumerable<string> Assets(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Object => body.EnumerateObject().SelectMany(member =>
            member.Name is "uri" or "videoUri" or "promptImage" && member.Value.ValueKind == JsonValueKind.String ? [member.Value.GetString()!] : Assets(member.Value)),
        JsonValueKind.Array => body.EnumerateArray().SelectMany(Assets),
        _ => [],
    };
}
