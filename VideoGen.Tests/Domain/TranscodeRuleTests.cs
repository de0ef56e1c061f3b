using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class TranscodeRuleTests
{
    private const long OneMegabyte = 1_000_000;

    private static readonly MediaFacts Plain = new(1280, 720, 5, 24, "h264") { AudioCodec = "aac" };

    private static JobRequest Request => Make.Request;

    [Fact]
    public void A_plain_request_leaves_a_plain_file_alone() => Assert.Null(TranscodeRule.Decide(Plain with { IndexFirst = false }, OneMegabyte, DeliveryWish.Of(Request)));

    [Fact]
    public void A_format_or_an_aspect_alone_is_no_wish_about_the_file()
    {
        Assert.Null(DeliveryWish.Of(Request with { Format = "portrait" }));
        Assert.Null(DeliveryWish.Of(Request with { AspectRatio = "1:1", Platform = "tiktok" }));
    }

    [Theory]
    [InlineData("portrait", 1080, 1920)]
    [InlineData("landscape", 1920, 1080)]
    [InlineData("square", 1080, 1080)]
    public void A_format_with_a_fit_is_brought_to_its_full_size(string format, int width, int height)
    {
        var spec = TranscodeRule.Decide(Plain, OneMegabyte, DeliveryWish.Of(Request with { Format = format, Fit = "blur" }))!;

        Assert.Equal((false, width, height, "blur"), (spec.KeepPicture, spec.Width, spec.Height, spec.Fit));
    }

    [Fact]
    public void A_size_is_brought_about_and_an_odd_one_made_even()
    {
        var spec = TranscodeRule.Decide(Plain, OneMegabyte, DeliveryWish.Of(Request with { Width = 641, Height = 361 }))!;

        Assert.Equal((640, 360, null, "fit"), (spec.Width, spec.Height, spec.Fps, spec.Fit));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(24, false)]
    public void A_rate_is_brought_about_where_it_differs(int fps, bool isNeeded)
    {
        var spec = TranscodeRule.Decide(Plain, OneMegabyte, DeliveryWish.Of(Request with { Fps = fps }));

        Assert.Equal(isNeeded ? fps : null, spec?.Fps);
        Assert.Equal(isNeeded, spec is not null);
    }

    [Fact]
    public void Twenty_nine_point_nine_seven_is_thirty() =>
        Assert.Null(TranscodeRule.Decide(Plain with { Fps = 29.97 }, OneMegabyte, DeliveryWish.Of(Request with { Fps = 30 })));

    [Theory]
    [InlineData("high", 40, false)]
    [InlineData("medium", 40, true)]
    [InlineData("medium", 1, false)]
    [InlineData("low", 1, true)]
    public void A_quality_is_brought_about_where_the_file_is_larger_than_it_needs(string quality, int megabytes, bool isNeeded) =>
        Assert.Equal(isNeeded, TranscodeRule.Decide(Plain, megabytes * OneMegabyte, DeliveryWish.Of(Request with { Quality = quality })) is not null);

    [Fact]
    public void What_not_every_player_shows_is_transcoded_also_without_a_wish()
    {
        Assert.False(TranscodeRule.Decide(Plain with { Codec = "hevc" }, OneMegabyte, null)!.KeepPicture);
        Assert.False(TranscodeRule.Decide(Plain with { IsCommon = false }, OneMegabyte, null)!.KeepPicture);
        Assert.True(TranscodeRule.Decide(Plain with { Codec = "hevc", Hdr = true }, OneMegabyte, null)!.ToneMap);
        Assert.Equal((true, false), KeepsOf(Plain with { AudioCodec = "opus" }));
        Assert.Equal((true, true), KeepsOf(Plain with { Container = "mov" }));
        Assert.Equal((true, true), KeepsOf(Plain with { AudioCodec = null, Container = "webm" }));
    }

    [Fact]
    public void With_a_wish_that_is_met_the_index_is_at_least_brought_to_the_front() =>
        Assert.True(TranscodeRule.Decide(Plain with { IndexFirst = false }, OneMegabyte, DeliveryWish.Of(Request with { Fps = 24 }))!.KeepPicture);

    private static (bool Picture, bool Sound) KeepsOf(MediaFacts source) =>
        TranscodeRule.Decide(source, OneMegabyte, null) is var spec ? (spec!.KeepPicture, spec.KeepSound) : default;
}
