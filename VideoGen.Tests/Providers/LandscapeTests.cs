using VideoGen.Functions.Providers.Simulation;

namespace VideoGen.Tests.Providers;

public sealed class LandscapeTests
{
    [Theory]
    [InlineData("A drone over a futuristic CITY", typeof(Skyline))]
    [InlineData("two boats, far out", typeof(Waves))]
    [InlineData("the new york marathon", typeof(Skyline))]
    [InlineData("pine-scented", typeof(Trees))]
    [InlineData("friendship in Hollywood, all season, with capacity", typeof(Ridge))]
    [InlineData("", typeof(Ridge))]
    public void The_words_decide_the_land(string words, Type land) => Assert.IsType(land, Terrain.For(words, 1));

    [Fact]
    public void The_words_decide_the_light_and_else_the_seed_does()
    {
        Assert.True(Palette.For("a street at night", 1).Stars);
        Assert.False(Palette.For("let us start on Friday at noon", 1).Stars);
        Assert.NotEqual(Palette.For("a cat", 1), Palette.For("a cat", 2));
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(4096, 64)]
    [InlineData(64, 4096)]
    [InlineData(16, 16)]
    public void Any_shape_can_be_drawn_in_any_scene(int width, int height)
    {
        var frame = new byte[width * height * 3 / 2];
        foreach (var words in new[] { "a city at night", "a forest", "the sea at sunset", "mountains" })
        {
            var landscape = new Landscape(width, height, words, 3);
            for (var time = 0f; time < 60; time += 7.3f) landscape.Draw(frame, time);

            Assert.All(frame, value => Assert.InRange(value, 16, 240));
        }
    }
}
