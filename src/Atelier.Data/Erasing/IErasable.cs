using Npgsql;

namespace Atelier.Data.Erasing;

/// <summary>A part of the service that keeps something of an account and can forget it.</summary>
public interface IErasable
{
    /// <summary>What it forgets, for the report: such as <c>webhooks</c>.</summary>
    string Name { get; }

    /// <summary>Forgets it, in the transaction of the whole erasure; the account's row is locked.</summary>
    /// <returns>How many rows or files went.</returns>
    Task<long> EraseAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    );
}
