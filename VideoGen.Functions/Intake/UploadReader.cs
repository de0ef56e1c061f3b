using VideoGen.Domain;
using VideoGen.Functions.Media;

namespace VideoGen.Functions.Intake;

/// <summary>Reads a file that a caller sends.</summary>
internal sealed class UploadReader(Stream body, string name, long limit) : IncomingFile(limit)
{
    private readonly long _limit = limit;

    public static ProblemException TooLarge(string field, long limit) => new(
        Errors.MediaIsTooLarge, $"{field}: must not have more than {limit} bytes.", [new(field, $"must not have more than {limit} bytes.")]);

    /// <inheritdoc cref="IncomingFile.ReadTypeAsync"/>
    public Task<string?> StartAsync(CancellationToken ct) => ReadTypeAsync(ct);

    protected override async ValueTask<int> FetchAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await body.ReadAsync(buffer, ct);
        }
        catch (IOException)
        {
            throw Errors.InvalidRequest(name, "breaks off before its end.");
        }
    }

    protected override Exception TooLarge() => TooLarge(name, _limit);
}
