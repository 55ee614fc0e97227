// Each of these tests starts twenty processes. Side by side they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
