namespace Atelier.Server.Limits;

/// <summary>What an address may do only so often.</summary>
internal enum AddressCalls
{
    /// <summary>Calls that change something (requirement B-61).</summary>
    Changes,

    /// <summary>Calls that only read.</summary>
    Reads,

    /// <summary>Uploads that there is room for (requirement B-62); as calls they are changes besides.</summary>
    Uploads,
}
