using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace VideoGen.Functions.Stores;

/// <summary>Who the app is towards its storage account: the same one as the Functions host, by the same settings.</summary>
internal static class StorageIdentity
{
    public static TokenCredential Of(StorageOptions settings, HttpPipelineTransport? transport = null) => (settings.Credential, settings.ClientId) switch
    {
        (null or "", null or "") => new DefaultAzureCredential(),
        (null or "", var id) => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = id }),
        (_, null or "") => Managed(ManagedIdentityId.SystemAssigned, transport),
        (_, var id) => Managed(ManagedIdentityId.FromUserAssignedClientId(id), transport),
    };

    private static ManagedIdentityCredential Managed(ManagedIdentityId id, HttpPipelineTransport? transport)
    {
        var options = new ManagedIdentityCredentialOptions(id);
        options.Transport = transport ?? options.Transport;
        return new(options);
    }
}
