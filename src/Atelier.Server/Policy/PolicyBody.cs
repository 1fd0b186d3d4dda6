namespace Atelier.Server.Policy;

/// <summary>What <c>PUT /admin/api/policy</c> takes: what to switch on (true), off (false) or back to the catalogue (null). The rest stays.</summary>
internal sealed class PolicyBody
{
    /// <summary>By the style's id. One that is off is refused at every door.</summary>
    public Dictionary<string, bool?>? Styles { get; set; }

    /// <summary>By the category's name. One that is off is not checked.</summary>
    public Dictionary<string, bool?>? Categories { get; set; }

    /// <summary>By the name of a check of finished pictures.</summary>
    public Dictionary<string, bool?>? Checks { get; set; }
}
