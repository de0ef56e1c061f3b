using System.Net;

namespace VideoGen.Functions.Providers;

/// <summary>Sends a file whose length is known, which a stream alone does not tell and hosts of uploads ask for.</summary>
public sealed class FileContent(ProviderFile file) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var content = await file.OpenAsync(cancellationToken);
        await content.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = file.Length;
        return true;
    }
}
