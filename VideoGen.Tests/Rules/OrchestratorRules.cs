using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>What makes an orchestrator deterministic by its shape; banned calls are the analyzer's part.</summary>
public sealed class OrchestratorRules
{
    private static readonly Type[] AppTypes = Assembly.Load("VideoGen.Functions").GetTypes();

    private static readonly MethodInfo[] Orchestrators =
        [.. AppTypes.SelectMany(type => type.GetMethods()).Where(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute))))];

    [Fact]
    public void The_app_has_orchestrators_to_look_at() => Assert.NotEmpty(Orchestrators);

    [Fact]
    public void An_orchestrator_takes_its_context_and_nothing_else() =>
        Assert.All(Orchestrators, method => Assert.Equal([typeof(TaskOrchestrationContext)], method.GetParameters().Select(parameter => parameter.ParameterType)));

    [Fact]
    public void An_orchestrator_is_the_Run_of_a_static_class_named_for_it() =>
        Assert.All(Orchestrators, method =>
        {
            var type = method.DeclaringType!;
            Assert.True(type is { IsAbstract: true, IsSealed: true }, $"{type} must be static: nothing can be injected then.");
            Assert.EndsWith("Orchestrator", type.Name, StringComparison.Ordinal);
            Assert.Equal("Run", method.Name);
            Assert.Equal(type.Name, method.GetCustomAttribute<FunctionAttribute>()?.Name);
        });

    [Fact]
    public void An_orchestrator_lies_in_a_file_whose_name_the_analyzer_is_keyed_on() =>
        Assert.Empty(Orchestrators.Select(method => method.DeclaringType!.Name + ".cs").Except(Repository.Sources("VideoGen.Functions").Select(Path.GetFileName)));

    [Fact]
    public void A_class_called_orchestrator_is_one() =>
        Assert.Empty(AppTypes.Where(type => type.Name.EndsWith("Orchestrator", StringComparison.Ordinal)).Except(Orchestrators.Select(method => method.DeclaringType!)));
}
