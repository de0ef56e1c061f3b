using System.Net;

namespace VideoGen.Tests.Support;

/// <summary>A body of any size that begins with the given bytes; never in memory as a whole.</summary>
internal sealed class PaddedContent(byte[] head, long length, bool tellLength = true) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(head);
        var padding = new byte[64 << 10];
        for (var left = length - head.Length; left > 0; left -= padding.Length)
        {
            await stream.WriteAsync(padding.AsMemory(0, (int)Math.Min(left, padding.Length)));
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return tellLength;
    }
}
