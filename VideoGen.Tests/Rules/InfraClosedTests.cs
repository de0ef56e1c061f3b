using System.Text.RegularExpressions;
using VideoGen.Tests.Rules.Bicep;
using static VideoGen.Tests.Rules.Infra;

namespace VideoGen.Tests.Rules;

/// <summary>What is deployed to Azure is open to those who need it, and to nobody else.</summary>
public sealed partial class InfraClosedTests
{
    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string DurableTaskDataContributor = "0ad04412-c4d5-4796-b79c-f76d14c8d402";

    [Theory]
    [InlineData("storage.bicep", "Microsoft.Storage/storageAccounts", BlobDataOwner, TableDataContributor, QueueDataContributor)]
    [InlineData("monitoring.bicep", "Microsoft.Insights/components", MetricsPublisher)]
    [InlineData("vault.bicep", "Microsoft.KeyVault/vaults", SecretsUser)]
    [InlineData("scheduler.bicep", "Microsoft.DurableTask/schedulers/taskHubs", DurableTaskDataContributor)]
    public void The_app_may_do_what_it_must_and_no_more(string module, string on, params string[] roles)
    {
        var file = Modules[module];
        var grant = Assert.Single(file.Resources("Microsoft.Authorization/roleAssignments"));

        Assert.Equal(on, file.The("resource", ((BicepName)grant.Body["scope"]!).Name).ResourceType);
        Assert.Equal("principalId", Assert.IsType<BicepName>(((BicepObject)grant.Body["properties"]!)["principalId"]).Name);
        Assert.Equal(roles.Order(), file.Values.OfType<BicepText>().Select(text => text.Text).Where(IsGuid).Order());
    }

    [Fact]
    public void No_role_is_granted_elsewhere() => Assert.Equal(
        ["monitoring.bicep", "scheduler.bicep", "storage.bicep", "vault.bicep"],
        Files.Where(file => file.Resources("Microsoft.Authorization/roleAssignments").Any()).Select(file => Path.GetFileName(file.Path)).Order());

    [Fact]
    public void Queues_are_open_to_the_app_only_where_they_hold_orchestrations()
    {
        var roles = Storage.The("var", "roles").Value!;

        var queues = Assert.Single(roles.All.OfType<BicepOperation>(), choice => choice.All.OfType<BicepName>().Any(name => name.Name == "queueDataContributor"));
        Assert.Equal("holdsOrchestrations", Assert.IsType<BicepName>(queues.Operands[0]).Name);
    }

    [Fact]
    public void No_shared_key_opens_anything()
    {
        Assert.Equal("false", Property(Storage, "Microsoft.Storage/storageAccounts", "allowSharedKeyAccess"));
        Assert.Equal("false", Property(Storage, "Microsoft.Storage/storageAccounts", "allowBlobPublicAccess"));
        Assert.Equal("true", Property(Vault, "Microsoft.KeyVault/vaults", "enableRbacAuthorization"));
        Assert.Equal("true", Property(Modules["monitoring.bicep"], "Microsoft.Insights/components", "DisableLocalAuth"));
        Assert.Equal("false", Property(App, "Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow"));
        Assert.DoesNotContain(Files.SelectMany(file => file.Values).OfType<BicepCall>(), call => call.Name.StartsWith("list", StringComparison.Ordinal));
        Assert.DoesNotContain(Files.SelectMany(file => file.Values).OfType<BicepText>(), text => text.Text.Contains("AccountKey", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("AzureWebJobsStorage", Files.SelectMany(Keys));
    }

    [Fact]
    public void Everything_is_reached_by_tls_alone()
    {
        Assert.Equal("true", Property(App, "Microsoft.Web/sites", "httpsOnly"));
        Assert.Equal("true", Property(Storage, "Microsoft.Storage/storageAccounts", "supportsHttpsTrafficOnly"));
        Assert.Equal("TLS1_2", Property(Storage, "Microsoft.Storage/storageAccounts", "minimumTlsVersion"));
        Assert.DoesNotContain(Files.SelectMany(file => file.Values).OfType<BicepText>(), text => text.Text.StartsWith("http://", StringComparison.Ordinal));
    }

    [Fact]
    public void No_origin_is_a_wildcard()
    {
        Assert.Empty(Assert.IsType<BicepArray>(Main.The("param", "allowedOrigins").Value).Items);

        var origins = App.Values.OfType<BicepObject>().Select(body => body["cors"]).OfType<BicepObject>().Single()["allowedOrigins"];
        Assert.Equal("filter", Assert.IsType<BicepCall>(origins).Name);
        Assert.Equal(["*"], origins.All.OfType<BicepText>().Select(text => text.Text));
    }

    [Fact]
    public void Secrets_are_secure_and_reach_neither_a_setting_nor_an_output()
    {
        var secret = Main.Of("param").Where(param => SecretName().IsMatch(param.Name)).ToList();
        Assert.All(secret, param => Assert.True(param.IsSecure, param.Name));
        Assert.NotEmpty(secret);

        // In the main file they go into one object, and that to the vault alone.
        Assert.Equal(["secrets"], UsersOf(Main, [.. secret.Select(param => param.Name)]));
        Assert.Equal(["vault"], UsersOf(Main, ["secrets"]));

        // There, besides being asked whether they are empty, they are written.
        Assert.True(Vault.The("param", "secrets").IsSecure);
        Assert.Equal(["secret"], UsersOf(Vault, ["secrets"]));
        Assert.DoesNotContain(Vault.Of("output"), output => BicepFile.NamesIn(output.Value).Contains("secrets"));
    }

    private static string? Property(BicepFile file, string resource, string name) =>
        ((BicepObject)file.Resources(resource).Single().Body["properties"]!)[name] switch
        {
            BicepLiteral literal => literal.Text,
            var value => TextOf(value),
        };

    /// <summary>The declarations that use one of these names for more than to ask whether it is empty.</summary>
    private static IEnumerable<string> UsersOf(BicepFile file, IReadOnlyList<string> names) => file.Declarations
        .Where(declaration => names.Any(name =>
            declaration.Value?.All.Count(value => value is BicepName used && used.Name == name) >
            declaration.Value?.All.OfType<BicepCall>().Where(call => call.Name is "empty" or "objectKeys")
                .Sum(call => call.All.Count(value => value is BicepName used && used.Name == name))))
        .Select(declaration => declaration.Name);

    private static bool IsGuid(string text) => Guid.TryParse(text, out _);

    [GeneratedRegex("(Key|Secret)$")]
    private static partial Regex SecretName();
}
