using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Hosting;
using VideoGen.Embedded.Hosting.Http;

namespace VideoGen.Embedded.Management;

/// <summary>Makes the management URLs of an instance.</summary>
internal sealed class ManagementLinks(Origin origin, KeyRing keys, HostJson host)
{
    private static readonly ConditionalWeakTable<DurableTaskClient, ManagementLinks> OfClients = [];

    private readonly string? _code = keys.DurableTaskKey is { } key ? $"code={Uri.EscapeDataString(key)}" : null;

    public static ManagementLinks? Of(DurableTaskClient client) => OfClients.TryGetValue(client, out var links) ? links : null;

    /// <summary>Lets <see cref="Of"/> find the links by the client that a function is given.</summary>
    public T GiveTo<T>(T client) where T : DurableTaskClient
    {
        OfClients.Add(client, this);
        return client;
    }

    /// <summary>As the host makes them, below the address that was called.</summary>
    public InstanceUris ForStart(HttpRequest request, string id)
    {
        var query = $"taskHub={host.HubName}&connection={host.ConnectionName}{(_code is null ? "" : "&" + _code)}";
        return new InstanceUris(id, Instance($"{request.Scheme}://{request.Host}", id), query, "{text}");
    }

    /// <summary>As the worker makes them: without hub and connection, with doubled braces around the reason.</summary>
    /// <exception cref="InvalidOperationException">The app has no address yet.</exception>
    public HttpManagementPayload ForWorker(string id)
    {
        var address = origin.Url ?? throw new InvalidOperationException("The base URL of the management API is not known: the host does not listen yet.");
        var uris = new InstanceUris(id, Instance(address, id), _code ?? "", "{{text}}");
        return new()
        {
            Id = id,
            StatusQueryGetUri = uris.Status,
            SendEventPostUri = uris.SendEvent,
            TerminatePostUri = uris.Terminate,
            PurgeHistoryDeleteUri = uris.Status,
            SuspendPostUri = uris.Suspend,
            ResumePostUri = uris.Resume,
        };
    }

    private static string Instance(string address, string id) => $"{address}/runtime/webhooks/durabletask/instances/{Uri.EscapeDataString(id)}";
}

/// <summary>The URLs of one instance.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Base">Its own address.</param>
/// <param name="Query">What every URL carries; may be empty.</param>
/// <param name="ReasonText">The literal that the caller replaces with a reason.</param>
internal sealed record InstanceUris(string Id, string Base, string Query, string ReasonText)
{
    public string Status => With("", null);

    public string SendEvent => With("/raiseEvent/{eventName}", null);

    public string Terminate => With("/terminate", ReasonText);

    public string Restart => With("/restart", null);

    public string Suspend => With("/suspend", ReasonText);

    public string Resume => With("/resume", ReasonText);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("statusQueryGetUri", Status);
        json.WriteString("sendEventPostUri", SendEvent);
        json.WriteString("terminatePostUri", Terminate);
        json.WriteString("purgeHistoryDeleteUri", Status);
        json.WriteString("restartPostUri", Restart);
        json.WriteString("suspendPostUri", Suspend);
        json.WriteString("resumePostUri", Resume);
        json.WriteEndObject();
    }

    private string With(string path, string? reason)
    {
        var query = string.Join('&', new[] { reason is null ? "" : $"reason={reason}", Query }.Where(part => part.Length > 0));
        return query.Length == 0 ? Base + path : $"{Base}{path}?{query}";
    }
}
