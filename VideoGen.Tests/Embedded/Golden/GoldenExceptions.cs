namespace Golden;

// Named as in the recordings, which show the full names of the types.

internal class AppException(string message, Exception? inner = null) : Exception(message, inner);

internal sealed class DerivedException(string message, Exception? inner = null) : AppException(message, inner);
