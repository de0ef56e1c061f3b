using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using VideoGen.Functions.Stores;

namespace VideoGen.Tests.Stores;

/// <summary>The app is the identity that the settings of the Functions host name.</summary>
public sealed class StorageIdentityTests
{
    [Fact]
    public async Task A_user_assigned_identity_is_asked_for_by_its_client_id() =>
        Assert.Contains("client_id=11111111-2222-3333-4444-555555555555", await QueryOfAsync(
            new() { AccountName = "films", Credential = "managedidentity", ClientId = "11111111-2222-3333-4444-555555555555" }));

    [Fact]
    public async Task Without_a_client_id_it_is_the_identity_of_the_app_itself() =>
        Assert.DoesNotContain("client_id", await QueryOfAsync(new() { AccountName = "films", Credential = "managedidentity", ClientId = "" }));

    [Theory]
    [InlineData(null)]
    [InlineData("11111111-2222-3333-4444-555555555555")]
    public void Without_a_kind_it_is_whoever_is_signed_in(string? clientId) =>
        Assert.IsType<DefaultAzureCredential>(StorageIdentity.Of(new() { AccountName = "films", Credential = "", ClientId = clientId }));

    // What the identity endpoint of the machine is asked.
    private static async Task<string> QueryOfAsync(StorageOptions settings)
    {
        var endpoint = new IdentityEndpoint();
        var identity = StorageIdentity.Of(settings, new HttpClientTransport(new HttpClient(endpoint)));
        await identity.GetTokenAsync(new TokenRequestContext(["https://storage.azure.com/.default"]), TestContext.Current.CancellationToken);
        return endpoint.Query!;
    }

    private sealed class IdentityEndpoint : HttpMessageHandler
    {
        public string? Query { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Query = request.RequestUri!.Query;
            const string token = """{"access_token":"t","expires_in":"3600","expires_on":"4102444800","resource":"https://storage.azure.com","token_type":"Bearer"}""";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(token, Encoding.UTF8, "application/json") });
        }
    }
}
