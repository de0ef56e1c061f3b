using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace VideoGen.Embedded.Storage;

/// <summary>A refusal, as the service words it and the clients throw it.</summary>
internal static class StoreError
{
    public static RequestFailedException Create(int status, string code, string message) =>
        new(new StoreResponse(status, ("x-ms-error-code", code)), null, new Details(code, message));

    private sealed class Details(string code, string message) : RequestFailedDetailsParser
    {
        public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
        {
            error = new ResponseError(code, message);
            data = null;
            return true;
        }
    }
}
