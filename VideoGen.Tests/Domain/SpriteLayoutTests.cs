using VideoGen.Domain.Media;

namespace VideoGen.Tests.Domain;

public sealed class SpriteLayoutTests
{
    [Theory]
    [InlineData(1280, 720, 5, 5, 2, 10, 240, 136, 0.5)]
    [InlineData(720, 1280, 10, 5, 4, 20, 136, 240, 0.5)]
    [InlineData(1080, 1080, 100, 5, 5, 25, 240, 240, 4)]
    [InlineData(64, 64, 0, 1, 1, 1, 240, 240, 0.001)]
    [InlineData(4000, 100, 1, 2, 1, 2, 240, 6, 0.5)]
    public void A_sheet_has_two_pictures_a_second_and_at_most_25(
        int width, int height, double seconds, int columns, int rows, int count, int tileWidth, int tileHeight, double interval) =>
        Assert.Equal(new(columns, rows, count, tileWidth, tileHeight, interval), SpriteLayout.For(new(width, height, seconds, 24, "h264")));
}
