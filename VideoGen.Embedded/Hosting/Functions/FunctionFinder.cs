using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>Finds the methods marked as functions and what starts them.</summary>
internal static class FunctionFinder
{
    private const BindingFlags Methods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <exception cref="StartupException">A function is wrong.</exception>
    public static IReadOnlyList<Function> Find(EmbeddedOptions options, string routePrefix)
    {
        var functions = Types(options)
            .SelectMany(type => type.GetMethods(Methods))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(method => Create(method, routePrefix))
            .ToList();
        FunctionRules.Check(functions);
        return functions;
    }

    private static IEnumerable<Type> Types(EmbeddedOptions options)
    {
        if (options.FunctionTypes.Count > 0) return options.FunctionTypes;
        IEnumerable<Assembly> assemblies = options.FunctionAssemblies.Count > 0 ? options.FunctionAssemblies : Entry();
        return assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsGenericTypeDefinition);
    }

    private static Assembly[] Entry() => Assembly.GetEntryAssembly() is { } entry ? [entry] : [];

    private static Function Create(MethodInfo method, string routePrefix)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        FunctionRules.CheckName(name);
        FunctionRules.CheckMethod(name, method);
        var (parameter, attribute) = TriggerOf(name, method);
        return new Function(name, method, parameter, attribute switch
        {
            HttpTriggerAttribute http => Http(name, http, routePrefix),
            OrchestrationTriggerAttribute orchestration => new OrchestrationTrigger(orchestration.Orchestration ?? name),
            ActivityTriggerAttribute activity => new ActivityTrigger(activity.Activity ?? name),
            TimerTriggerAttribute timer => new TimerTrigger(timer.Schedule, timer.UseMonitor, timer.RunOnStartup, method.GetCustomAttribute<RetryAttribute>()),
            _ => throw new StartupException($"Function '{name}': the trigger {attribute.GetType().Name} is not supported."),
        });
    }

    private static (ParameterInfo Parameter, TriggerBindingAttribute Attribute) TriggerOf(string name, MethodInfo method)
    {
        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>().Select(attribute => (parameter, attribute)))
            .ToList();
        return triggers is [var only] ? only : throw new StartupException($"Function '{name}' has {triggers.Count} triggers; it needs exactly one.");
    }

    private static HttpTrigger Http(string name, HttpTriggerAttribute attribute, string routePrefix)
    {
        var route = string.IsNullOrEmpty(attribute.Route) ? name : attribute.Route;
        var template = $"{routePrefix}/{route.TrimStart('/')}".Trim('/');
        FunctionRules.CheckRoute(name, template);
        FunctionRules.CheckLevel(name, attribute.AuthLevel);
        try
        {
            // With methods alone the attribute reads Anonymous, yet the host takes the level as not given.
            var level = attribute.HasLevel ? attribute.AuthLevel : AuthorizationLevel.Function;
            return new(RoutePatternFactory.Parse(template), [.. (attribute.Methods ?? []).Select(method => method.ToUpperInvariant())], level);
        }
        catch (RoutePatternException error)
        {
            throw new StartupException($"Function '{name}': the route '{route}' is not valid: {error.Message}", error);
        }
    }
}
