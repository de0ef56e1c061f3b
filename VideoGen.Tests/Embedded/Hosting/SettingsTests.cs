using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Hosting;
using VideoGen.Embedded.Storage;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>host.json, local.settings.json and the settings of the embedded host.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task The_start_says_where_it_listens_in_exactly_one_line()
    {
        await using var output = new StringWriter();
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Output = output });

        Assert.Equal($"listening on {app.Address}{Environment.NewLine}", output.ToString());
        Assert.StartsWith("http://127.0.0.1:", app.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/hi")]
    [InlineData("v1/things", "/v1/things/hi")]
    public async Task The_route_prefix_is_that_of_host_json(string prefix, string path)
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { HostJson = $$"""{ "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""" });

        Assert.Equal("hi", await app.TextAsync(path));
    }

    [Fact]
    public async Task A_setting_goes_before_host_json_and_names_in_percent_signs_are_looked_up()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions))
        {
            HostJson = """{ "extensions": { "durableTask": { "hubName": "FromFile", "maxConcurrentActivityFunctions": 3, "throwStatusExceptionsOnRaiseEvent": false } } }""",
            Settings = new Dictionary<string, string?>
            {
                ["AzureFunctionsJobHost:extensions:durableTask:hubName"] = "Hub%SLOT%",
                ["AzureFunctionsJobHost:extensions:durableTask:overridableExistingInstanceStates"] = "AnyState",
                ["SLOT"] = "Blue",
            },
        });

        Assert.Equal("HubBlue", app.Durable.Name);
        Assert.Equal(new EngineOptions { HubName = "HubBlue", MaxConcurrentActivities = 3, ThrowOnUndeliverableEvents = false, MayReplaceRunningInstances = true }, app.Engine.Options);
    }

    [Theory]
    [InlineData("""{ "functionTimeout": "soon" }""", "host.json: functionTimeout 'soon' is not a time like 00:10:00, nor -1.")]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "1x" } } }""", "host.json: hubName '1x' is not 3 to 45 letters and digits that start with a letter.")]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "%NOT_SET%" } } }""", "host.json: hubName names the setting NOT_SET, which is not there.")]
    [InlineData("""{ "extensions": { "durableTask": { "overridableExistingInstanceStates": "Some" } } }""", "host.json: overridableExistingInstanceStates 'Some' is neither NonRunningStates nor AnyState.")]
    [InlineData("""{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 0 } } }""", "host.json: maxConcurrentActivityFunctions '0' is not a number above zero.")]
    public void A_wrong_value_in_host_json_is_named(string hostJson, string line) => Assert.Equal(line, Refusal(new AppUnderTest(typeof(Functions)) { HostJson = hostJson }));

    [Fact]
    public void A_host_json_that_is_not_JSON_is_told() =>
        Assert.StartsWith("host.json is not valid JSON: ", Refusal(new AppUnderTest(typeof(Functions)) { HostJson = "{ bad" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("EMBEDDED_URL", "ftp://here", "EMBEDDED_URL must be like http://127.0.0.1:7071, not 'ftp://here'.")]
    [InlineData("EMBEDDED_URL", "https://127.0.0.1:1", "EMBEDDED_URL must be like http://127.0.0.1:7071, not 'https://127.0.0.1:1'.")]
    [InlineData("EMBEDDED_URL", "http://127.0.0.1:1/path", "EMBEDDED_URL must be like http://127.0.0.1:7071, not 'http://127.0.0.1:1/path'.")]
    [InlineData("EMBEDDED_URL", "http://0.0.0.0:0", "EMBEDDED_URL http://0.0.0.0:0 is reachable from outside this machine, so a key is needed: set EMBEDDED_KEY_HOST and EMBEDDED_KEY_MASTER.")]
    [InlineData("EMBEDDED_URL", "http://*:7071", "EMBEDDED_URL http://0.0.0.0:7071 is reachable from outside this machine, so a key is needed: set EMBEDDED_KEY_HOST and EMBEDDED_KEY_MASTER.")]
    public void A_wrong_setting_is_named(string name, string value, string line) =>
        Assert.Equal(line, Refusal(new AppUnderTest(typeof(Functions)) { Settings = new Dictionary<string, string?> { [name] = value } }));

    [Fact]
    public async Task A_wrong_body_limit_is_named()
    {
        var app = new AppUnderTest(typeof(Functions)) { Settings = new Dictionary<string, string?> { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "lots" } };

        var refusal = await Assert.ThrowsAsync<StartupException>(() => EmbeddedApp.StartAsync(app));

        Assert.Equal("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT 'lots' is not a number above zero.", refusal.Message);
    }

    [Fact]
    public async Task A_data_folder_in_use_is_refused()
    {
        using var folder = new TempFolder();
        await using var first = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Folder = folder });

        var refusal = await Assert.ThrowsAsync<DataFolderInUseException>(() => EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Folder = folder }));

        Assert.Equal($"The data folder {folder["data"]} is in use by another process.", refusal.Message);
    }

    [Fact]
    public async Task After_a_stop_the_data_folder_is_free_again()
    {
        using var folder = new TempFolder();
        await using (var first = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Folder = folder }))
        {
            await first.StopAsync();
            await using var second = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Folder = folder });

            Assert.Equal("hi", await second.TextAsync("/api/hi"));
        }
    }

    [Fact]
    public async Task A_port_in_use_is_refused()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";

        var refusal = await Assert.ThrowsAsync<StartupException>(() => EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Settings = new Dictionary<string, string?> { ["EMBEDDED_URL"] = url } }));

        Assert.Equal($"EMBEDDED_URL {url}: the address is in use.", refusal.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("UseDevelopmentStorage=true")]
    public async Task The_storage_connection_leads_to_the_data_folder(string? configured)
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = configured } });

        var connection = ConfigurationOf(app)["AzureWebJobsStorage"]!;

        Assert.StartsWith("EmbeddedData=/", connection, StringComparison.Ordinal);
        Assert.Same(app.Services.GetService(typeof(DataFolder)), DataFolder.Get(connection["EmbeddedData=".Length..]));
    }

    [Fact]
    public async Task A_storage_account_that_is_set_is_left_alone()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = "AccountName=x" } });

        Assert.Equal("AccountName=x", ConfigurationOf(app)["AzureWebJobsStorage"]);
    }

    [Fact]
    public void Local_settings_are_settings_and_the_environment_goes_before_them()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["local.settings.json"], """{ "IsEncrypted": false, "Values": { "PATH": "from the file", "MY_SETTING": "from the file", "A__B": "deep" } }""");

        var configuration = FunctionsApplication.CreateBuilder([], new EmbeddedOptions { Directory = folder.Path }).Configuration;

        Assert.Equal("from the file", configuration["MY_SETTING"]);
        Assert.Equal("deep", configuration["A:B"]);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), configuration["PATH"]);
    }

    private static IConfiguration ConfigurationOf(EmbeddedApp app) => (IConfiguration)app.Services.GetService(typeof(IConfiguration))!;

    private static string Refusal(AppUnderTest app)
    {
        using var folder = new TempFolder();
        using var logs = new CapturedLogs();
        return Assert.Throws<StartupException>(() => app.Build(folder, logs)).Message;
    }

    internal static class Functions
    {
        [Function("Hi")]
        public static IResult Hi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hi")] HttpRequest request) => Results.Text("hi");
    }
}
