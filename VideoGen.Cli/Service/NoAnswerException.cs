namespace VideoGen.Cli.Service;

/// <summary>The service did not answer.</summary>
/// <param name="message">For a person.</param>
/// <param name="mayHaveArrived">Whether it may have read what was sent.</param>
internal sealed class NoAnswerException(string message, bool mayHaveArrived) : CliException(Cli.ExitCode.NoService, message)
{
    public bool MayHaveArrived { get; } = mayHaveArrived;

    public static NoAnswerException Of(Uri address, Exception e) => new(
        $"no answer from the service at {address}: {(e is OperationCanceledException ? "it took too long" : e.Message)}",
        e is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError });
}
