namespace Atelier.Data.Reports;

/// <summary>What costs can be split by.</summary>
public enum CostGroup
{
    Provider,
    Model,
    Account,
    Key,
    Day,
    Operation,
}
