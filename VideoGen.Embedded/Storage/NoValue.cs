using Azure;

namespace VideoGen.Embedded.Storage;

/// <summary>The answer for a thing that is not there.</summary>
internal sealed class NoValue<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The response has no value: the resource does not exist.");

    public override Response GetRawResponse() => response;
}
