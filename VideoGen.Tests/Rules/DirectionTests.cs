using System.Reflection;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>Who may know whom: projects, slices of the app, and siblings within a slice.</summary>
public sealed class DirectionTests
{
    private const string App = "VideoGen.Functions";

    /// <summary>A slice may know the slices of its own row and of the rows below; a new slice gets its place here.</summary>
    private static readonly string[][] Rows =
    [
        ["Doors"],
        ["Intake"],
        ["Jobs"],
        ["Webhooks", "Providers", "Enhancement", "Stores", "Media", "Accounts", "Insight", "Catalog"],
        ["Net", "Signatures", "Settings"],
    ];

    /// <summary>The root of the app wires every slice; in these slices the parts do not know each other.</summary>
    private static readonly string[] Families = ["Doors", "Providers"];

    private static readonly Edge[] Edges =
    [
        .. Assembly.Load(App).GetTypes().Where(IsOfApp).SelectMany(type => TypeUses.Of(type).Where(IsOfApp).Select(used => new Edge(type, used))),
    ];

    [Theory]
    [InlineData("VideoGen.Domain")]
    [InlineData("VideoGen.Embedded")]
    [InlineData("VideoGen.ProviderSim")]
    [InlineData(App, "VideoGen.Domain", "VideoGen.Embedded")]
    public void A_project_knows_only_those_below_it(string project, params string[] allowed) =>
        Assert.Empty(References(project).Where(name => name.StartsWith("VideoGen.", StringComparison.Ordinal)).Except(allowed));

    [Fact]
    public void The_domain_needs_nothing_but_the_framework() =>
        Assert.All(References("VideoGen.Domain"), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void Every_slice_has_its_row() =>
        Assert.Empty(Edges.SelectMany(edge => new[] { edge.From.Slice, edge.To.Slice }).Except([.. Rows.SelectMany(row => row), ""]));

    [Fact]
    public void No_slice_knows_one_above_it() =>
        AssertNone(edge => Row(edge.To.Slice) < Row(edge.From.Slice));

    [Fact]
    public void No_two_slices_know_each_other()
    {
        var known = Edges.Where(edge => edge.From.Slice != edge.To.Slice).Select(edge => (edge.From.Slice, edge.To.Slice)).ToHashSet();

        AssertNone(edge => known.Contains((edge.From.Slice, edge.To.Slice)) && known.Contains((edge.To.Slice, edge.From.Slice)));
    }

    [Fact]
    public void No_door_or_provider_knows_a_sibling() =>
        AssertNone(edge => Families.Contains(edge.From.Slice) && edge.From.Slice == edge.To.Slice
            && edge.From.Part.Length > 0 && edge.To.Part.Length > 0 && edge.From.Part != edge.To.Part);

    [Theory]
    [InlineData("VideoGen.Domain")]
    [InlineData(App)]
    public void One_source_serves_both_runtimes_without_conditions(string project) =>
        Assert.All(Repository.Sources(project), file =>
            Assert.DoesNotContain(File.ReadLines(file), line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

    private static void AssertNone(Func<Edge, bool> forbidden)
    {
        var found = Edges.Where(forbidden).ToArray();

        Assert.Empty(found);
    }

    // The compiler adds types of its own that lie in no namespace.
    private static bool IsOfApp(Type type) => type.Namespace?.StartsWith(App, StringComparison.Ordinal) is true;

    private static IEnumerable<string> References(string project) => Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!);

    private static int Row(string slice) => slice.Length == 0 ? -1 : Array.FindIndex(Rows, row => row.Contains(slice));

    /// <summary>One type using another, as VideoGen.Functions.{Slice}.{Part}.{Type}.</summary>
    private sealed record Edge(Type User, Type Used)
    {
        public (string Slice, string Part) From => Place(User);

        public (string Slice, string Part) To => Place(Used);

        public override string ToString() => $"{User} -> {Used}";

        private static (string, string) Place(Type type)
        {
            var parts = (type.Namespace ?? "").Split('.');
            return (parts.ElementAtOrDefault(2) ?? "", parts.ElementAtOrDefault(3) ?? "");
        }
    }
}
