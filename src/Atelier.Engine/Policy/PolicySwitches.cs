using Atelier.Core.Policy;

namespace Atelier.Engine.Policy;

/// <summary>What of the policy is switched on while the service runs.</summary>
public sealed class PolicySwitches
{
    private readonly HashSet<PictureCheck> _off = [];

    public PolicySwitches() { }

    internal PolicySwitches(IEnumerable<PictureCheck> off) => _off = [.. off];

    /// <summary>Whether pictures are checked for this.</summary>
    public bool CheckIsOn(PictureCheck check) => !_off.Contains(check);
}
