namespace Zvec.Engine;

/// <summary>A <see cref="WriteRequest"/> with a result.</summary>
/// <typeparam name="TResult">What the caller awaits.</typeparam>
internal abstract class WriteRequest<TResult> : WriteRequest
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Task => _completion.Task;

    /// <summary>Set by <see cref="WriteRequest.Apply"/>.</summary>
    protected TResult? Result { get; set; }

    public override void Complete() => _completion.SetResult(Result!);

    public override void Fail(Exception exception) => _completion.SetException(exception);
}
