using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Keys;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers;

/// <summary>
/// A provider that is called over HTTP and paid. Adapters know no database: the worker writes down what they learn between
/// the steps. No step but <see cref="SubmitAsync"/> costs anything, and that one never sends twice.
/// </summary>
public interface IRemoteProvider : IImageProvider
{
    /// <summary>How a call whose answer was lost can be found again.</summary>
    Reconciliation Reconciliation { get; }

    /// <summary>The most a paid POST may take in all, from the intent on.</summary>
    TimeSpan PostTimeout { get; }

    /// <summary>How this call can be found again; another answer than the provider's where its wires differ.</summary>
    Reconciliation ReconciliationOf(CompiledCall call) => Reconciliation;

    /// <summary>The most the POST of this call may take in all; another answer than the provider's where its wires differ.</summary>
    TimeSpan PostTimeoutOf(CompiledCall call) => PostTimeout;

    /// <summary>Sends exactly one paid POST. An answer that brings pictures is in the spool, durably, when this returns.</summary>
    /// <exception cref="Failures.ProviderException">It failed; says what is known of the charge.</exception>
    Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken);

    /// <summary>Asks for a task. When it is done, its answer and all its pictures are in the spool, durably, when this returns.</summary>
    /// <param name="polls">How often this task was asked for before; sets the next pause.</param>
    /// <exception cref="Failures.ProviderException">It could not be asked or fetched; trying again costs nothing.</exception>
    Task<TaskState> PollAsync(string taskId, int polls, AnswerSpool spool, CancellationToken cancellationToken);

    /// <summary>Asks the provider to stop a task.</summary>
    /// <exception cref="Failures.ProviderException">It could not be asked.</exception>
    Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>Looks for what became of a POST whose answer was lost.</summary>
    /// <exception cref="Failures.ProviderException">It could not be looked for now.</exception>
    Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken);

    /// <summary>Reads what the spool holds.</summary>
    /// <exception cref="Failures.ProviderException">The answer makes no sense, or is a refusal.</exception>
    Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken);

    /// <summary>A cheap real check of address, key and money.</summary>
    /// <exception cref="Failures.ProviderException">It is not to be had: the kind says why.</exception>
    Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken);

    /// <summary>The operator's keys, and how they stand; none where the wire wants no key.</summary>
    IReadOnlyList<KeyStanding> Keys => [];

    /// <summary>The provider by the key that sent a call: whatever follows that call is done there. Null when that key is not set any more.</summary>
    /// <param name="sentWith">The mark of the key; null where nobody wrote it down.</param>
    IRemoteProvider? With(string? sentWith) => this;

    /// <summary>Where it tells its models; null when its wire has no list.</summary>
    IListsModels? ModelList => this as IListsModels;

    /// <summary>The task that a callback is about; null when the wire has none, or the body names none. Only a hint: anybody could post it.</summary>
    string? ReadCallback(ReadOnlySpan<byte> body) => null;

    /// <summary>The same for a provider whose callbacks say more in their headers; names are compared without case.</summary>
    string? ReadCallback(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, string> headers) => ReadCallback(body);

    /// <summary>Whether a callback is the provider's by what it is signed with. True where the wire signs nothing: the address is the credential then.</summary>
    Task<bool> AcceptsCallbackAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellationToken
    ) => Task.FromResult(true);

    /// <summary>Whether the provider has this task, asked with our own key.</summary>
    /// <exception cref="Failures.ProviderException">It could not be asked.</exception>
    Task<bool> HasTaskAsync(string taskId, CancellationToken cancellationToken) => Task.FromResult(false);
}
