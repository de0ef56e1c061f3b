using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Hosting;
using VideoGen.Embedded.Hosting.Functions;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Configures a functions app: settings, services, middleware.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly Pipeline _pipeline = new();
    private bool _built;

    internal FunctionsApplicationBuilder(string[]? args, EmbeddedOptions? options = null)
    {
        EmbeddedOptions = options ?? new EmbeddedOptions();
        _web = EmbeddedHostBuilder.Create(args, EmbeddedOptions.Directory);
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public ConfigurationManager Configuration => _web.Configuration;

    public IHostEnvironment Environment => _web.Environment;

    public ILoggingBuilder Logging => _web.Logging;

    public IMetricsBuilder Metrics => _web.Metrics;

    public IServiceCollection Services => _web.Services;

    /// <summary>What tests and benchmarks tell the embedded host; the directory counts at creation only.</summary>
    internal EmbeddedOptions EmbeddedOptions { get; set; }

    public IHost Build()
    {
        RefuseIfBuilt();
        _built = true;
        return EmbeddedHostBuilder.Build(_web, EmbeddedOptions, _pipeline);
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        RefuseIfBuilt();
        _pipeline.Add(middleware);
        return this;
    }

    internal void UseHttp()
    {
        RefuseIfBuilt();
        _pipeline.AddHttp();
    }

    private void RefuseIfBuilt()
    {
        if (_built) throw new InvalidOperationException("The application has already been built.");
    }
}
