using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using VideoGen.Functions;
using VideoGen.Tests.Rules.Bicep;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>What is deployed to Azure is whole, closed, and what the app needs: rules over the bicep files.</summary>
public sealed partial class InfraTests
{
    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string DurableTaskDataContributor = "0ad04412-c4d5-4796-b79c-f76d14c8d402";

    // The plan sets these itself, and refuses to be told.
    private static readonly string[] ForbiddenOnFlex =
    [
        "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_WORKER_RUNTIME_VERSION", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_PROCESS_COUNT",
        "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTSHARE", "WEBSITE_CONTENTOVERVNET",
        "WEBSITE_VNET_ROUTE_ALL", "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED", "SCM_DO_BUILD_DURING_DEPLOYMENT",
        "linuxFxVersion", "netFrameworkVersion", "alwaysOn", "use32BitWorkerProcess", "vnetRouteAllEnabled",
    ];

    // Read by the host and the platform, not by the app.
    private static readonly string[] OfThePlatform =
    [
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions",
        "AzureFunctionsJobHost__extensions__durableTask__maxConcurrentOrchestratorFunctions",
        "AzureWebJobsDisableHomepage", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "TASKHUB_NAME",
    ];

    private static readonly string[] Functions =
    [
        "contains", "empty", "environment", "filter", "guid", "items", "mapValues", "objectKeys", "replace", "resourceId",
        "string", "subscription", "subscriptionResourceId", "tenant", "toLower", "toObject", "union", "uniqueString",
    ];

    private static readonly BicepFile Main = BicepFile.Read("infra", "main.bicep");

    private static readonly Dictionary<string, BicepFile> Modules = Directory.EnumerateFiles(Repository.File("infra", "modules"))
        .Select(file => BicepFile.Read("infra", "modules", Path.GetFileName(file)))
        .ToDictionary(file => Path.GetFileName(file.Path));

    private static readonly BicepFile[] Files = [Main, .. Modules.Values];

    private static BicepFile App => Modules["app.bicep"];

    private static BicepFile Storage => Modules["storage.bicep"];

    private static BicepFile Vault => Modules["vault.bicep"];

    [Fact]
    public void Every_name_that_is_used_is_declared_and_every_parameter_and_variable_is_used() => Assert.All(Files, file =>
    {
        var used = file.Declarations.SelectMany(declaration => BicepFile.NamesIn(declaration.Value)).ToHashSet();
        Assert.Empty(used.Except(file.Declarations.Select(declaration => declaration.Name)));
        Assert.Empty(file.Declarations.Where(declaration => declaration.Keyword is "param" or "var").Select(declaration => declaration.Name).Except(used));
        Assert.Empty(file.Values.OfType<BicepCall>().Where(call => call.Function is BicepName).Select(call => call.Name).Except(Functions));
    });

    [Fact]
    public void Every_parameter_and_output_is_described() => Assert.All(
        Files.SelectMany(file => file.Declarations.Where(declaration => declaration.Keyword is "param" or "output")),
        declaration => Assert.True(declaration.Decorators.Any(decorator => decorator.Name == "description"), declaration.Name));

    [Fact]
    public void Every_module_is_wired_with_all_it_asks_for_and_nothing_else()
    {
        var calls = Files.SelectMany(file => file.Of("module").Select(call => (From: file, Call: call, To: Modules[Path.GetFileName(call.Type)]))).ToList();

        Assert.Empty(Modules.Keys.Except(calls.Select(call => Path.GetFileName(call.Call.Type))));
        Assert.All(calls, wire =>
        {
            var given = ((BicepObject)wire.Call.Body["params"]!).Properties.Select(property => property.Key).ToList();
            Assert.Equal(wire.To.Of("param").Select(param => param.Name).Order(), given.Order());
            Assert.Empty(OutputsUsed(wire.From, wire.Call.Name).Except(wire.To.Of("output").Select(output => output.Name)));
        });
    }

    [Fact]
    public void The_parameter_file_names_every_parameter_and_fills_it_from_the_environment()
    {
        var parameters = JsonNode.Parse(File.ReadAllText(Repository.File("infra", "main.parameters.json")))!["parameters"]!.AsObject();

        Assert.Equal(Main.Of("param").Select(param => param.Name).Order(), parameters.Select(parameter => parameter.Key).Order());
        Assert.All(parameters, parameter => Assert.Matches(@"^\$\{[A-Z_]+\}$", (string)parameter.Value!["value"]!));
    }

    [Fact]
    public void Whoever_deploys_is_asked_for_a_name_and_a_region_alone() => Assert.Equal(
        ["environmentName", "location"],
        Main.Of("param").Where(param => param.Value is null).Select(param => param.Name));

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
    public void Nothing_is_set_that_the_plan_forbids() =>
        Assert.Empty(Files.SelectMany(Keys).Intersect(ForbiddenOnFlex, StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void The_runtime_is_the_one_the_host_starts()
    {
        var runtime = App.Values.OfType<BicepObject>().Select(body => body["runtime"]).OfType<BicepObject>().Single();

        Assert.Equal(("dotnet-isolated", "10.0"), (TextOf(runtime["name"]), TextOf(runtime["version"])));
    }

    [Fact]
    public void No_shared_key_opens_anything()
    {
        Assert.Equal("false", Property(Storage, "Microsoft.Storage/storageAccounts", "allowSharedKeyAccess"));
        Assert.Equal("false", Property(Storage, "Microsoft.Storage/storageAccounts", "allowBlobPublicAccess"));
        Assert.Equal("true", Property(Vault, "Microsoft.KeyVault/vaults", "enableRbacAuthorization"));
        Assert.Equal("true", Property(Modules["monitoring.bicep"], "Microsoft.Insights/components", "DisableLocalAuth"));
        Assert.Equal("false", Property(App, "Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow"));
        Assert.Empty(Files.SelectMany(file => file.Values).OfType<BicepCall>().Where(call => call.Name.StartsWith("list", StringComparison.Ordinal)));
        Assert.Empty(Files.SelectMany(file => file.Values).OfType<BicepText>().Where(text => text.Text.Contains("AccountKey", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain("AzureWebJobsStorage", Files.SelectMany(Keys));
    }

    [Fact]
    public void Everything_is_reached_by_tls_alone()
    {
        Assert.Equal("true", Property(App, "Microsoft.Web/sites", "httpsOnly"));
        Assert.Equal("true", Property(Storage, "Microsoft.Storage/storageAccounts", "supportsHttpsTrafficOnly"));
        Assert.Equal("TLS1_2", Property(Storage, "Microsoft.Storage/storageAccounts", "minimumTlsVersion"));
        Assert.Empty(Files.SelectMany(file => file.Values).OfType<BicepText>().Where(text => text.Text.StartsWith("http://", StringComparison.Ordinal)));
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

    [Fact]
    public void Every_setting_that_is_set_is_read()
    {
        string[] set =
        [
            .. SettingsIn(App, "appSettings"),
            .. SettingsIn(Modules["scheduler.bicep"], "settings"),
            .. ((BicepObject)Main.The("var", "secrets").Value!).Properties.Select(property => property.Key),
        ];

        Assert.Empty(set.Except(AppSetting.All.Select(setting => setting.Name)).Except(OfThePlatform));
        Assert.Empty(OfThePlatform.Except(set));
    }

    [Fact]
    public void Every_table_and_container_of_the_app_is_made()
    {
        var sources = string.Concat(Repository.Sources("VideoGen.Functions").Select(File.ReadAllText));

        Assert.Equal(TableName().Matches(sources).Select(match => match.Groups[1].Value).Order(), TextsIn(Storage, "tables"));
        Assert.Equal(
            ContainerName().Matches(sources).Select(match => match.Groups[1].Value).Append("deployments").Order(), TextsIn(Storage, "containers"));
        Assert.Equal("deployments", TextsIn(Storage, "containers")[0]);
    }

    [Fact]
    public void Alerts_look_for_words_that_the_app_writes()
    {
        var messages = typeof(VideoGenApp).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.Message).OfType<string>().ToList();
        var queries = Modules["alerts.bicep"].Values.OfType<BicepObject>().Select(alert => TextOf(alert["query"])).OfType<string>()
            .Where(query => query.StartsWith("AppTraces", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(queries);
        Assert.All(queries, query => Assert.Contains(messages, message => message.StartsWith(MessageStart().Match(query).Groups[1].Value, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_hosts_of_both_backends_differ_in_the_backend_alone()
    {
        Assert.Equal(WithoutBackend("host.json"), WithoutBackend("host.scheduler.json"));

        static string WithoutBackend(string file)
        {
            var host = JsonNode.Parse(File.ReadAllText(Repository.File(file)))!;
            var durable = host["extensions"]!["durableTask"]!.AsObject();
            Assert.True(durable.Remove("hubName") && durable.Remove("storageProvider"));
            return host.ToJsonString();
        }
    }

    private static IEnumerable<string> OutputsUsed(BicepFile file, string module) => file.Values.OfType<BicepMember>()
        .Where(member => member.Of is BicepMember { Name: "outputs", Of: BicepName name } && name.Name == module)
        .Select(member => member.Name);

    private static IEnumerable<string> Keys(BicepFile file) =>
        file.Values.OfType<BicepObject>().SelectMany(body => body.Properties).Select(property => property.Key);

    private static IEnumerable<string> SettingsIn(BicepFile file, string declaration) =>
        file.Declarations.Single(found => found.Name == declaration && found.Keyword is "resource" or "output").Value!.All
            .OfType<BicepObject>().SelectMany(body => body.Properties).Select(property => property.Key)
            .Where(key => SettingName().IsMatch(key));

    private static List<string> TextsIn(BicepFile file, string variable) =>
        [.. ((BicepArray)file.The("var", variable).Value!).Items.Select(item => TextOf(item)!)];

    private static string? Property(BicepFile file, string resource, string name) =>
        ((BicepObject)file.Resources(resource).Single().Body["properties"]!)[name] switch
        {
            BicepLiteral literal => literal.Text,
            var value => TextOf(value),
        };

    private static string? TextOf(BicepValue? value) => (value as BicepText)?.Text;

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

    [GeneratedRegex("^(AzureWebJobs|AzureFunctionsJobHost__|[A-Z]+(_|$))")]
    private static partial Regex SettingName();

    [GeneratedRegex("""\.Table\("([^"]+)"\)""")]
    private static partial Regex TableName();

    [GeneratedRegex("""\.Container\("([^"]+)"\)""")]
    private static partial Regex ContainerName();

    [GeneratedRegex("""startswith "([^"]+)" """)]
    private static partial Regex MessageStart();
}
