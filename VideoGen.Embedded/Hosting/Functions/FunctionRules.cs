using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>What is refused at start.</summary>
internal static partial class FunctionRules
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    public static void Check(IReadOnlyList<Function> functions)
    {
        RefuseTwice("functions", functions.Select(function => function.Name));
        RefuseTwice("orchestrators", functions.Select(function => function.Trigger).OfType<OrchestrationTrigger>().Select(trigger => trigger.DurableName));
        RefuseTwice("activities", functions.Select(function => function.Trigger).OfType<ActivityTrigger>().Select(trigger => trigger.DurableName));
        CheckConflicts(functions);
    }

    public static void CheckName(string name)
    {
        if (!LegalName().IsMatch(name)) throw new StartupException($"The function name '{name}' may have letters, digits, '_' and '-' only, and must start with a letter.");
    }

    public static void CheckMethod(string name, MethodInfo method)
    {
        if (method.IsGenericMethodDefinition || method.DeclaringType!.ContainsGenericParameters)
        {
            throw new StartupException($"Function '{name}': a function may not be generic.");
        }

        if (!method.IsStatic && method.DeclaringType.IsAbstract)
        {
            throw new StartupException($"Function '{name}': {method.DeclaringType.Name} is abstract, so no instance can be made to run it.");
        }

        if (method.ReturnType == typeof(ValueTask) || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            throw new StartupException($"Function '{name}' returns a ValueTask, which the worker does not await: return a Task.");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw new StartupException($"Function '{name}' is async and returns void, so nobody could await it: return a Task.");
        }
    }

    public static void CheckRoute(string name, string template)
    {
        var first = template.Split('/')[0];
        if (Reserved.Contains(first, StringComparer.OrdinalIgnoreCase))
        {
            throw new StartupException($"Function '{name}': a route may not start with '{first}', which the host keeps for itself.");
        }
    }

    public static void CheckLevel(string name, AuthorizationLevel level)
    {
        if (level == AuthorizationLevel.User) throw new StartupException($"Function '{name}': AuthorizationLevel.User is not supported.");
    }

    private static void CheckConflicts(IReadOnlyList<Function> functions)
    {
        var routes = functions.Where(function => function.Trigger is HttpTrigger).GroupBy(function => Shape(((HttpTrigger)function.Trigger).Route), StringComparer.OrdinalIgnoreCase);
        foreach (var group in routes)
        {
            var sharing = group.ToList();
            for (var i = 1; i < sharing.Count; i++)
            {
                var trigger = (HttpTrigger)sharing[i].Trigger;
                if (sharing.Take(i).FirstOrDefault(other => ((HttpTrigger)other.Trigger).SharesAMethodWith(trigger)) is { } other)
                {
                    throw new StartupException($"The functions '{other.Name}' and '{sharing[i].Name}' have the same route '{trigger.Route.RawText}' and a method in common.");
                }
            }
        }
    }

    /// <summary>Two routes with one shape take the same paths, whatever their parameters are called.</summary>
    private static string Shape(RoutePattern route) => string.Join('/', route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content))}}}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }))));

    private static void RefuseTwice(string kind, IEnumerable<string> names)
    {
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new StartupException($"Two {kind} have the name '{twice.Key}'; names are compared ignoring case.");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex LegalName();
}
