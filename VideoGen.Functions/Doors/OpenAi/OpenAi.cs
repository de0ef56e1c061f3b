using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Functions.Doors.OpenAi;

/// <summary>Wires the OpenAI Videos API.</summary>
public static class OpenAi
{
    public static IServiceCollection AddOpenAi(this IServiceCollection services) =>
        services.AddSingleton<OpenAiForm>().AddSingleton(new DoorProblems(typeof(OpenAiDoor), OpenAiProblem.Of, OpenAiProblem.TellRetry));
}
