using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>What a trigger brought along, by name: route and query values, the instance of an activity.</summary>
internal sealed class BindingValues(Invocation invocation) : BindingContext
{
    private Dictionary<string, object?>? _values;

    public override IReadOnlyDictionary<string, object?> BindingData => _values ??= Values();

    private Dictionary<string, object?> Values()
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (invocation.InstanceId is { } id) values["instanceId"] = id;
        if (invocation.Http?.Request is { } request) AddRequest(values, request);
        return values;
    }

    private static void AddRequest(Dictionary<string, object?> values, HttpRequest request)
    {
        values["Headers"] = Json(request.Headers);
        values["Query"] = Json(request.Query);
        foreach (var (name, value) in request.Query)
        {
            values[name] = value.ToString();
        }

        foreach (var (name, value) in request.RouteValues)
        {
            values[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }
    }

    private static string Json(IEnumerable<KeyValuePair<string, StringValues>> values) =>
        JsonSerializer.Serialize(values.ToDictionary(value => value.Key, value => value.Value.ToString()));
}
