using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VideoGen.Functions;

namespace VideoGen.Tests.Rules;

/// <summary>The settings of the app as a page, made from the options classes: names, defaults, bounds, and their comments.</summary>
internal sealed partial class ConfigurationPage
{
    private readonly Dictionary<string, XElement> _comments =
        XDocument.Load(Path.ChangeExtension(typeof(VideoGenApp).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => member);

    /// <summary>The settings of which no comment says what they are.</summary>
    public IEnumerable<string> Undescribed => AppSetting.All.Where(setting => Comment(setting.Property).Length == 0).Select(setting => setting.Name);

    public IEnumerable<string> Lines() => AppSetting.All.GroupBy(setting => setting.Property.DeclaringType!).SelectMany(Section);

    private IEnumerable<string> Section(IGrouping<Type, AppSetting> settings) =>
    [
        $"## {Spaced().Replace(settings.Key.Name.Replace("Options", ""), " ")}",
        "",
        Comment(settings.Key),
        "",
        "| setting | default | is |",
        "|---|---|---|",
        .. settings.Select(setting => $"| `{setting.Name}` | {Default(setting)} | {Comment(setting.Property)}{Bounds(setting.Property)} |"),
        "",
    ];

    private static string Default(AppSetting setting) => setting.Default switch
    {
        null or "" => "",
        bool flag => flag ? "`true`" : "`false`",
        var value => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Bounds(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() switch
    {
        null => "",
        var range when Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) >= int.MaxValue => $" At least {range.Minimum}.",
        var range => $" {range.Minimum} to {range.Maximum}.",
    };

    private string Comment(MemberInfo member)
    {
        var name = member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}";
        var text = _comments.TryGetValue(name, out var comment) && comment.Element("summary") is { } summary ? string.Concat(summary.Nodes().Select(Markdown)) : "";
        return Blanks().Replace(text, " ").Trim();
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{Setting((string)see.Attribute("cref")!)}`",
        _ => throw new NotSupportedException($"A comment on a setting has {node} in it."),
    };

    // P:VideoGen.Functions.Intake.IntakeOptions.PollSeconds -> POLL_SECONDS
    private static string Setting(string reference) =>
        AppSetting.All.Single(setting => $"P:{setting.Property.DeclaringType!.FullName}.{setting.Property.Name}" == reference).Name;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Spaced();
}
