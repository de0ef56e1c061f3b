using VideoGen.Functions.Providers;
using VideoGen.Tests.Contracts;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

public sealed class RunwayContractTests(SharedSimulator shared) : VideoProviderContract(shared)
{
    protected override string Secret => Simulator.Key;

    protected override ProviderRequest Film => FalUnderTest.Film with { Model = "gen4.5" };

    protected override ProviderOnTrial Start(Uri address, FakeTime time) => RunwayUnderTest.At(address, time).OnTrial();
}

public sealed class VeoContractTests(SharedSimulator shared) : VideoProviderContract(shared)
{
    protected override string Secret => GoogleUnderTest.SomeKey;

    protected override ProviderRequest Film => GoogleUnderTest.Film;

    protected override ProviderOnTrial Start(Uri address, FakeTime time) => GoogleUnderTest.At(address, time).OnTrial();
}

public sealed class OmniContractTests(SharedSimulator shared) : VideoProviderContract(shared)
{
    protected override string Secret => GoogleUnderTest.SomeKey;

    protected override ProviderRequest Film => GoogleUnderTest.Film with { Model = "gemini-omni-1.1-flash" };

    protected override ProviderOnTrial Start(Uri address, FakeTime time) => GoogleUnderTest.At(address, time).OnTrial();
}

public sealed class KlingContractTests(SharedSimulator shared) : VideoProviderContract(shared)
{
    protected override string Secret => KlingUnderTest.Pair;

    protected override ProviderRequest Film => KlingUnderTest.Film;

    protected override ProviderOnTrial Start(Uri address, FakeTime time) => KlingUnderTest.At(address, time).OnTrial();
}

public sealed class NewKlingContractTests(SharedSimulator shared) : VideoProviderContract(shared)
{
    protected override string Secret => KlingUnderTest.Single;

    protected override ProviderRequest Film => KlingUnderTest.Film;

    protected override ProviderOnTrial Start(Uri address, FakeTime time) => KlingUnderTest.At(address, time, KlingUnderTest.Single).OnTrial();
}

public sealed class FalContractTests(SharedSimulator shared) : VideoProviderContract(shared)
{
    protected override string Secret => FalUnderTest.Secret;

    protected override ProviderRequest Film => FalUnderTest.Film;

    protected override ProviderOnTrial Start(Uri address, FakeTime time) => FalUnderTest.At(address, time).OnTrial();
}

internal static class OnTrialExtensions
{
    public static ProviderOnTrial OnTrial(this RunwayUnderTest runway) => new(runway.Provider, runway.Logs, runway);

    public static ProviderOnTrial OnTrial(this GoogleUnderTest google) => new(google.Provider, google.Logs, google);

    public static ProviderOnTrial OnTrial(this KlingUnderTest kling) => new(kling.Provider, kling.Logs, kling);

    public static ProviderOnTrial OnTrial(this FalUnderTest fal) => new(fal.Provider, fal.Logs, fal);
}
