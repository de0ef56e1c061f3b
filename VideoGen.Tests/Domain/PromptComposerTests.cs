using VideoGen.Domain.Catalog;
using VideoGen.Domain.Prompts;

namespace VideoGen.Tests.Domain;

public sealed class PromptComposerTests
{
    public static TheoryData<string> AllCameras => [.. Cameras.All.Select(camera => camera.Name)];

    [Fact]
    public void A_prompt_alone_stays_as_it_is() =>
        Assert.Equal("A cat walks.", PromptComposer.Compose(PromptComposer.Describe(new("A cat walks.", null, null, null, null)), null, false, 1000, PromptUnit.Utf16));

    [Fact]
    public void The_scene_comes_first_and_the_camera_last()
    {
        var scene = PromptComposer.Describe(new("A cat walks in a garden.", "watercolor", "forest", null, null));

        Assert.Equal(
            "A cat walks in a garden. Watercolour painting, flowing pigments, soft edges, paper texture. A deep green forest. Camera: camera tilts up.",
            PromptComposer.Compose(scene, "tilt_up", false, 1000, PromptUnit.Utf16));
    }

    [Theory]
    [MemberData(nameof(AllCameras))]
    public void Every_camera_becomes_its_sentence(string camera) =>
        Assert.Equal($"A cat. Camera: {Cameras.Find(camera)!.Words}.", PromptComposer.Compose("A cat", camera, false, 1000, PromptUnit.Utf16));

    [Fact]
    public void The_instruction_to_keep_the_identity_comes_before_all() =>
        Assert.Equal($"{PromptComposer.IdentityClause} A dancer. Camera: static camera, locked shot.", PromptComposer.Compose("A dancer.", "static", true, 1000, PromptUnit.Utf16));

    [Fact]
    public void What_is_too_long_is_cut_at_a_word_and_keeps_its_camera()
    {
        var composed = PromptComposer.Compose(string.Join(' ', Enumerable.Repeat("wandering", 200)), "zoom_in", true, 1000, PromptUnit.Utf16);

        Assert.InRange(composed.Length, 985, 1000);
        Assert.EndsWith("wandering. Camera: slowly zoom in on the subject.", composed);
    }

    [Theory]
    [InlineData("one two three", 7, "one two")]
    [InlineData("one two three", 8, "one two")]
    [InlineData("one two three", 12, "one two")]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("東京の夜景を飛ぶ", 4, "東京の夜")]
    [InlineData("ab😀cd", 3, "ab")]
    [InlineData("ab😀cd", 4, "ab😀")]
    [InlineData("anything", 0, "")]
    public void A_cut_keeps_words_or_at_least_characters_whole(string text, int limit, string expected) =>
        Assert.Equal(expected, PromptLength.CutAtWord(text, limit, PromptUnit.Utf16));

    [Fact]
    public void Our_words_give_way_before_the_callers()
    {
        var prompt = new string('x', 960);
        var scene = PromptComposer.Describe(new(prompt, "cinematic", "space", null, null));

        Assert.StartsWith(prompt, PromptComposer.Compose(scene, null, false, 1000, PromptUnit.Utf16));
    }

    [Fact]
    public void What_the_caller_says_is_not_said_again()
    {
        var scene = PromptComposer.Describe(new("A cat in a Deep Green Forest, photorealistic", "realistic", "forest", null, null));

        Assert.Equal("A cat in a Deep Green Forest, photorealistic. Natural light, true-to-life texture and motion.", scene);
    }

    [Fact]
    public void Nor_is_a_camera_or_an_instruction_added_to_one_that_is_there() => Assert.Equal(
        $"{PromptComposer.IdentityClause} A dancer. Slowly zoom in on the subject",
        PromptComposer.Compose($"{PromptComposer.IdentityClause} A dancer. Slowly zoom in on the subject", "zoom_in", true, 1000));

    [Theory]
    [InlineData("Look!", "Look! Camera: static camera, locked shot.")]
    [InlineData("Look...", "Look. Camera: static camera, locked shot.")]
    [InlineData("猫が歩く。", "猫が歩く。 Camera: static camera, locked shot.")]
    public void A_sentence_ends_with_one_mark(string prompt, string composed) =>
        Assert.Equal(composed, PromptComposer.Compose(prompt, "static", false, 1000));

    [Fact]
    public void The_content_type_comes_after_style_theme_and_platform() => Assert.Matches(
        "^A cat\\. Cinematic.*\\. Outer space.*\\. Framed for a vertical feed.*\\. Made as a teaser\\.$",
        PromptComposer.Describe(new("A cat", "cinematic", "space", "tiktok", "a teaser")));

    [Theory]
    [InlineData(PromptUnit.Utf16)]
    [InlineData(PromptUnit.Characters)]
    [InlineData(PromptUnit.Tokens)]
    public void The_whole_keeps_the_limit_in_the_unit_the_provider_counts(PromptUnit unit)
    {
        var scene = string.Concat(Enumerable.Repeat("東京の夜を飛ぶ 😀 drone ", 200));

        Assert.All(Enumerable.Range(200, 300), limit =>
            Assert.InRange(PromptLength.Of(PromptComposer.Compose(scene, "zoom_in", true, limit, unit), unit), limit - 40, limit));
    }
}
