using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class ImageLimitsTests
{
    [Theory]
    [InlineData("kling-v2-6", "image/png", 1000, 1280, 720, null)]
    [InlineData("kling-v2-6", "image/webp", 1000, 1280, 720, "image/webp")]
    [InlineData("kling-v2-6", "image/png", 10485761, 1280, 720, "10485761 bytes")]
    [InlineData("kling-v2-6", "image/png", 1000, 1280, 299, "300 pixels")]
    [InlineData("kling-v2-6", "image/png", 1000, 300, 751, "too narrow")]
    [InlineData("kling-v2-6", "image/png", 1000, 751, 300, "too wide")]
    [InlineData("kling-v2-6", "image/png", 1000, 750, 300, null)]
    [InlineData("gen4_turbo", "image/webp", 20000000, 100, 100, null)]
    [InlineData("gemini-omni-1.1-flash", "image/webp", 1000, 1280, 720, "image/webp")]
    public void An_image_is_held_against_the_limits_of_the_model(string model, string type, long bytes, int width, int height, string? fault)
    {
        var found = Make.Catalog.Find(model)!.Image!.FaultOf(new(type, bytes, width, height));

        Assert.Equal(fault is null, found is null);
        Assert.Contains(fault ?? "", found ?? "");
    }
}
