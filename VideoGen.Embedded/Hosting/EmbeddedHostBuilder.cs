using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Hosting.Functions;
using VideoGen.Embedded.Hosting.Http;
using VideoGen.Embedded.Hosting.Timers;
using VideoGen.Embedded.Management;
using VideoGen.Embedded.Storage;

namespace VideoGen.Embedded.Hosting;

/// <summary>Puts the embedded runtime under an app: settings before the app's own code, services and routes after it.</summary>
internal static class EmbeddedHostBuilder
{
    /// <summary>What is there before the app configures anything.</summary>
    public static WebApplicationBuilder Create(string[]? args, string directory)
    {
        StartupException.EndProcessWithOneLine();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = directory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"),
        });
        AddSettings(builder.Configuration, args, directory);
        builder.Logging.AddEmbeddedConsole(builder.Configuration);
        // As the worker does: names are read in any case, and written as declared.
        builder.Services.Configure<JsonSerializerOptions>(options => options.PropertyNameCaseInsensitive = true);
        return builder;
    }

    /// <exception cref="StartupException">The app cannot start as it is.</exception>
    public static IHost Build(WebApplicationBuilder builder, EmbeddedOptions options, Pipeline pipeline)
    {
        var settings = EmbeddedSettings.From(builder.Configuration);
        var host = HostJson.From(builder.Configuration);
        var functions = FunctionFinder.Find(options, host.RoutePrefix);
        if (!pipeline.HasHttp && functions.FirstOrDefault(function => function.Trigger is HttpTrigger) is { } http)
        {
            throw new StartupException($"Function '{http.Name}' needs the HTTP integration: call ConfigureFunctionsWebApplication() on the builder.");
        }

        AddServices(builder.Services, options, settings, host, functions, pipeline);
        builder.WebHost.UseKestrelCore().UseUrls(settings.Binding);
        builder.Services.PostConfigure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestBodyLimit.Apply(kestrel, builder.Configuration);
        });

        var app = builder.Build();
        try
        {
            Map(app);
            return new EmbeddedHost(app, options, settings);
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    private static void AddSettings(ConfigurationManager configuration, string[]? args, string directory)
    {
        HostJson.AddTo(configuration, directory);
        configuration.AddJsonFile(Path.Combine(directory, "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddLocalSettings(directory);
        configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
        configuration.AddEnvironmentVariables();
        if (args is { Length: > 0 }) configuration.AddCommandLine(args);
        ((IConfigurationBuilder)configuration).Add(new StorageConnection(configuration));
    }

    private static void AddServices(IServiceCollection services, EmbeddedOptions options, EmbeddedSettings settings, HostJson host, IReadOnlyList<Function> functions, Pipeline pipeline)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings).AddSingleton(settings.Keys).AddSingleton(host).AddSingleton(functions).AddSingleton(pipeline);
        services.AddSingleton(provider => Open(settings, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<DataFolder>().Database);
        services.AddDurable(host, options);
        services.AddSingleton<Draining>().AddSingleton<Origin>();
        services.AddSingleton<FunctionInvoker>().AddSingleton<IFunctionInvoker>(provider => provider.GetRequiredService<FunctionInvoker>());
        services.AddSingleton<ManagementApi>().AddSingleton<InstanceQueries>().AddSingleton<InstanceOperations>().AddSingleton<InstanceStarts>().AddSingleton<ManagementLinks>();
        services.AddSingleton<TimerRunner>().AddSingleton<TimerTriggers>().AddSingleton<ManualRuns>();
        services.AddSingleton<HttpFunctions>().AddSingleton<HostRoutes>().AddSingleton<AdminApi>();
        services.AddRouting().AddMvcCore();
        services.AddSingleton<MatcherPolicy, FunctionMatcherPolicy>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerTriggers>());
    }

    private static void Map(WebApplication app)
    {
        var hostRoutes = app.Services.GetRequiredService<HostRoutes>();
        app.Use((http, next) => hostRoutes.InvokeAsync(http, next));
        app.UseRouting();
        app.Services.GetRequiredService<HttpFunctions>().MapTo(app);
        app.UseEndpoints(_ => { });
        app.Run(new LandingPage(app.Configuration).InvokeAsync);
    }

    private static DataFolder Open(EmbeddedSettings settings, TimeProvider clock)
    {
        try
        {
            return DataFolder.Open(settings.DataPath, clock, settings.BlobRoot);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not DataFolderInUseException))
        {
            throw new StartupException($"EMBEDDED_DATA {settings.DataPath} cannot be opened: {error.Message}", error);
        }
    }
}
