using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>
/// Holds VideoGen.Embedded to its approved surface, VideoGen.Embedded/PublicApi.txt. To approve a change:
/// <c>APPROVE_PUBLIC_API=1 dotnet run --project VideoGen.Tests -- -class VideoGen.Tests.Rules.PublicApiTests</c>
/// </summary>
public sealed class PublicApiTests
{
    private static readonly Assembly Embedded = typeof(TaskName).Assembly;
    private static readonly string Listing = Repository.File("VideoGen.Embedded", "PublicApi.txt");

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var actual = PublicApi.Of(Embedded);
        if (Environment.GetEnvironmentVariable("APPROVE_PUBLIC_API") is "1")
        {
            File.WriteAllLines(Listing, actual);
        }

        var approved = File.ReadAllLines(Listing);
        var differences = actual.Except(approved).Select(line => "+ " + line).Concat(approved.Except(actual).Select(line => "- " + line)).ToArray();

        Assert.True(differences.Length == 0, $"{Listing} and the assembly differ (+ is not approved, - is missing):\n{string.Join('\n', differences)}");
        Assert.Equal(actual, approved);
    }

    [Fact]
    public void The_app_uses_only_approved_members()
    {
        var approved = File.ReadAllLines(Listing).ToHashSet();

        var others = UsesOfEmbedded("VideoGen.Functions").Where(use => !approved.Overlaps(Candidates(use))).ToArray();

        Assert.Empty(others);
    }

    [Fact]
    public void The_domain_knows_nothing_of_the_runtime() =>
        Assert.Empty(UsesOfEmbedded("VideoGen.Domain"));

    [Fact]
    public void Internals_are_open_to_tests_and_benchmarks_alone() =>
        Assert.Equal(
            ["VideoGen.Benchmarks", "VideoGen.Tests"],
            Embedded.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName).Order());

    private static IReadOnlyList<MemberUse> UsesOfEmbedded(string assembly) =>
        MemberUse.Of(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), "VideoGen.Embedded");

    /// <summary>The approved lines any of which allows that use: the members of that name and arity, or the type itself.</summary>
    private static string[] Candidates(MemberUse use)
    {
        var type = Embedded.GetType(use.Type, throwOnError: true)!;
        if (use.Member is null || (type.IsSubclassOf(typeof(Delegate)) && type.IsPublic))
        {
            return [PublicApi.Line(type, null)];
        }

        var found = PublicApi.Members(type).Where(member => Names(member).Contains((use.Member, use.Arity))).Select(member => PublicApi.Line(type, member)).ToArray();
        return found.Length > 0 || !IsGeneratedAndPublic(type, use.Member) ? found : [PublicApi.Line(type, null)];
    }

    private static IEnumerable<(string, int)> Names(MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetAccessors(nonPublic: true).Where(PublicApi.IsVisible).Select(accessor => (accessor.Name, accessor.GetParameters().Length)),
        MethodBase method => [(method.Name, method.GetParameters().Length)],
        _ => [(member.Name, -1)],
    };

    // A record's clone, deconstruction and equality come with its line.
    private static bool IsGeneratedAndPublic(Type type, string member) =>
        type.GetMember(member).Any(found => found.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || found is MethodInfo { IsVirtual: true });
}
