using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using VideoGen.Functions;
using VideoGen.Tests.Rules.Bicep;
using VideoGen.Tests.Support;
using static VideoGen.Tests.Rules.Infra;

namespace VideoGen.Tests.Rules;

/// <summary>What is deployed to Azure is whole, and what the app needs.</summary>
public sealed partial class InfraTests
{
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
    public void Every_setting_that_is_set_is_read()
    {
        string[] set =
        [
            .. SettingsIn(App, "appSettings"),
            .. SettingsIn(Modules["scheduler.bicep"], "settings"),
            .. SettingsIn(Main, "withheld"),
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

    private static IEnumerable<string> SettingsIn(BicepFile file, string declaration) =>
        file.Declarations.Single(found => found.Name == declaration && found.Keyword is "resource" or "output" or "var").Value!.All
            .OfType<BicepObject>().SelectMany(body => body.Properties).Select(property => property.Key)
            .Where(key => SettingName().IsMatch(key));

    private static List<string> TextsIn(BicepFile file, string variable) =>
        [.. ((BicepArray)file.The("var", variable).Value!).Items.Select(item => TextOf(item)!)];

    [GeneratedRegex("^(AzureWebJobs|AzureFunctionsJobHost__|[A-Z]+(_|$))")]
    private static partial Regex SettingName();

    [GeneratedRegex("""\.Table\("([^"]+)"\)""")]
    private static partial Regex TableName();

    [GeneratedRegex("""\.Container\("([^"]+)"\)""")]
    private static partial Regex ContainerName();

    [GeneratedRegex("""startswith "([^"]+)" """)]
    private static partial Regex MessageStart();
}
