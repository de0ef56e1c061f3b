using VideoGen.Domain.Catalog;

namespace VideoGen.Tests.Domain;

public sealed class CatalogFileTests
{
    private const string Named = """ "displayName": { "en": "A", "fr": "A", "ja": "A", "zh": "A" } """;

    private const string Platform =
        """{"a": {NAMED, "formats": ["square"], "duration": {"min": 1, "max": 2, "default": 1}, "fps": {"min": 1, "max": 2, "default": 1}, "styles": ["x"], "words": "a"}}""";

    [Fact]
    public void Every_name_is_told_in_every_language()
    {
        var all = Styles.All.Select(style => style.Names).Concat(Themes.All.Select(theme => theme.Names)).Concat(Cameras.All.Select(camera => camera.Names))
            .Concat(Platforms.All.Select(platform => platform.Names)).Concat(PromptTemplates.All.Select(template => template.Names));

        Assert.All(all, names => Assert.All(Names.Languages, language => Assert.NotEmpty(names.In(language))));
    }

    [Fact]
    public void Every_platform_has_a_prompt_for_every_type_of_content()
    {
        var types = PromptTemplates.All.Select(template => template.ContentType).Distinct();

        Assert.All(Platforms.All, platform => Assert.Equal(types, PromptTemplates.All.Where(template => template.Platform == platform.Name).Select(template => template.ContentType)));
    }

    [Theory]
    [InlineData("[]", "It must be a JSON object with entries by name.")]
    [InlineData("{}", "It must have at least one entry.")]
    [InlineData("""{"a": 1}""", "a must be an object.")]
    [InlineData("""{"a": {""", "It is not valid JSON: line 1, position 8.")]
    [InlineData("""{"a": {"template": "{prompt}. One."}}""", "a must have 'displayName'.")]
    [InlineData("""{"a": {"displayName": {"en": "A", "fr": "A", "ja": "A"}, "template": "{prompt}. One."}}""", "a.displayName must have 'zh'.")]
    [InlineData("""{"a": {NAMED, "template": "One."}}""", "a.template must be {prompt}, a full stop, and one sentence.")]
    [InlineData("""{"a": {NAMED, "template": "{prompt}. One.", "colour": "red"}}""", "a.colour is not a known field.")]
    [InlineData("""{"a": {NAMED, "template": 1}}""", "a.template has a value of the wrong kind.")]
    public void A_fault_in_a_catalog_is_one_line_that_names_the_entry(string json, string said) =>
        Assert.Equal(said, Said(Themes.Read, json));

    [Fact]
    public void What_an_entry_refers_to_must_be_there()
    {
        Assert.Equal("a.aliases must not be those of another.", Said(Cameras.Read, """{"b": {NAMED, "words": "b"}, "a": {NAMED, "words": "a", "aliases": ["b"]}}"""));
        Assert.Equal("a.styles must be known styles.", Said(Platforms.Read, Platform));
        Assert.Equal("a.duration must have 0 < min <= default <= max.", Said(Platforms.Read, Platform.Replace("\"default\": 1", "\"default\": 3")));
        Assert.Equal("a.platform must be a known platform.", Said(
            PromptTemplates.Read, """{"a": {NAMED, "description": "", "platform": "x", "contentType": "y", "style": "anime", "basePrompt": "{subject}"}}"""));
    }

    private static string Said<T>(Func<string, T> read, string json) => Assert.Throws<FormatException>(() => { read(json.Replace("NAMED", Named)); }).Message;
}
